"""The pages of local revenue, by noun."""
