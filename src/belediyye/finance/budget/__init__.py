"""The municipality's budget: drafted, adopted, carried out within what is available, reported, and open to everyone."""
