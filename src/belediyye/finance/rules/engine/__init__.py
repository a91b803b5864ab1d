"""The algebra in which the law is written, and its readers."""
