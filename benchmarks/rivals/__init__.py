"""General solvers, each given the whole exported program in a process of its own."""
