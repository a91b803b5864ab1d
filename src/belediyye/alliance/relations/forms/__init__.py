"""What people type on the room's pages, made into clean values; in files by noun."""
