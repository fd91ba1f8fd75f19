"""The wire format of Relevo: code generated from the protos of package `relevo.v1`."""
