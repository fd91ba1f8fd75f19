"""The Relevo server: domain, use cases, storage, wire and the gRPC services."""
