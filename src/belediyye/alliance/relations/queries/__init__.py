"""Every question about the alliance's relations, in files by noun. Nothing here writes."""
