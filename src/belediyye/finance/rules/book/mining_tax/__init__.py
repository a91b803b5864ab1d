"""The mining tax on local building materials, municipal until the end of 2021."""
