"""The rules that every plan keeps: one file per rule, its maths in the docstring."""
