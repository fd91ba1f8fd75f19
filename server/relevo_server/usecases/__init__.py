"""Verbs: one function per use case, over ports, on behalf of a principal."""
