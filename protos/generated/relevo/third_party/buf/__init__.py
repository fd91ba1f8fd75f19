"""The protos of Buf."""
