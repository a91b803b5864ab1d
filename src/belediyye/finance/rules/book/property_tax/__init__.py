"""Property tax of natural persons on buildings."""
