"""The planner: pure mathematics from an instance to a plan, without I/O, clock, wire or database."""

__version__ = "0.1.0"
