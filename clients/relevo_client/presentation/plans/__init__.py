"""Plans for people: who goes where, when, how many, why, and for how long at most."""
