"""A roll of taxpayers and objects, from a file to assessments, explanations and payment notices.

The chain is ``source`` (cells of a .xlsx, .ods or .csv) → ``columns`` (which heading is which) → ``check`` (facts,
or refusals with their reasons) → ``stream`` (the law applied row by row, relief spent per person) → ``outputs``
(files that appear all at once) → ``notices`` (one A4 page a payer). ``command`` is the door. No Django and no
database anywhere here: the command must run in an office that has nothing but a workbook.
"""
