"""FINANCE: what we have and owe."""
