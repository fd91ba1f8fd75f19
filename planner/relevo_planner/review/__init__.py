"""A second reading of a plan against the rules, sharing no code with what made it."""
