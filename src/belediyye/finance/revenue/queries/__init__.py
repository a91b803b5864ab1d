"""Every question about local revenue. Nothing here writes."""
