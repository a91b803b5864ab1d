"""ADMINISTRATION: how we work."""
