"""Converters: protos and domain, protos and planner, for calls and for files. One module per noun."""
