"""Command groups that need the server's parts."""
