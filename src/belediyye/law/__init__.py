"""LAW: what we may and must do."""
