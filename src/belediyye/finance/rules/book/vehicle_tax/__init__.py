"""Property tax of natural persons on water and air vehicles."""
