"""The book: one folder a tax, with its parameters, formulas and signed cases."""
