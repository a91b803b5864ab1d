"""Profit tax of municipal enterprises."""
