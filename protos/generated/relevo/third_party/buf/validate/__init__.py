"""The rules of protovalidate."""
