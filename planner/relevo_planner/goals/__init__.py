"""The goals of a plan, in their order: one file per goal."""
