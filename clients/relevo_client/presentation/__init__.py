"""How records, plans and errors look to a person, and as JSON to a program."""
