"""Land tax of natural persons."""
