"""Request in, one call inward, response out: the pages of the council's room."""
