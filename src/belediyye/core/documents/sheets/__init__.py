"""Spreadsheets: ``read_table`` takes people's workbooks and CSV files, ``write_*`` gives them ours."""

from belediyye.core.documents.sheets.cells import DIGITS_LOST, Cell, CellError, as_text
from belediyye.core.documents.sheets.harmless import CsvWriter
from belediyye.core.documents.sheets.read import Row, Table, likely_headings, read_table
from belediyye.core.documents.sheets.unreadable import UnreadableFile
from belediyye.core.documents.sheets.write import Column, write_csv, write_xlsx

__all__ = [
    "DIGITS_LOST",
    "Cell",
    "CellError",
    "Column",
    "CsvWriter",
    "Row",
    "Table",
    "UnreadableFile",
    "as_text",
    "likely_headings",
    "read_table",
    "write_csv",
    "write_xlsx",
]
