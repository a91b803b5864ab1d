"""Every change among the alliance's relations: one verb a function, in files by noun.

Where a function takes a row of a model, the row is not saved yet (or was changed and not saved): the action checks
it by its own rules and writes it.
"""
