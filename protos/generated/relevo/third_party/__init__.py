"""Generated code of standard protos that no wheel ships for this runtime."""
