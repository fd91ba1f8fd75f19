"""Nouns and their state machines: pure, importing nothing else of the server."""
