"""Command groups that call the API, one per noun."""
