"""Keys that sign what leaves the service, and their use. The only room that knows cryptography."""
