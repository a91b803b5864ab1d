"""Which part of a workbook's parcel holds which sheet: parts are named after their place, sheets by people."""

from __future__ import annotations

import html
import re
import zipfile


def text_of(parcel: zipfile.ZipFile, name: str) -> str:
    """A part as text, nothing where there is none."""
    return parcel.read(name).decode("utf-8", "replace") if name in parcel.namelist() else ""


def attribute(tag: str, name: str) -> str:
    """The value of a tag's attribute (`name` is a pattern), nothing where it has none."""
    value = re.search(rf"""\s{name}=(?:"([^"]*)"|'([^']*)')""", tag)
    return html.unescape(value[1] or value[2] or "") if value else ""


def parts_by_relation(parcel: zipfile.ZipFile, book: str) -> dict[str, str]:
    """The parts that a book, `workbook.xml` or `workbook.bin`, calls by the name of a relation."""
    parts = {}
    for tag in re.findall(r"<(?:\w+:)?Relationship\s[^>]*>", text_of(parcel, f"xl/_rels/{book}.rels")):
        target = attribute(tag, "Target").lstrip("/")
        parts[attribute(tag, "Id")] = target if target.startswith("xl/") else f"xl/{target}"
    return parts
