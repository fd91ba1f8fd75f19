"""Where a solve runs: in a child process of lower priority, never in the server's own."""
