"""The room's pages, in files by noun. What they share is in `frame`."""
