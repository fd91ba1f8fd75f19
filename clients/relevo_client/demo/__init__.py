"""The demonstration: what any client could do, from the bundled sheet to a plan, through the API alone."""
