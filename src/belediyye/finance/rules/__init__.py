"""The law as data: dated parameters with their sources, formulas, and the readers that compute them."""
