"""The Relevo client library and the `relevo` command line."""
