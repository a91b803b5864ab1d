"""QR codes as SVG, the same bytes for the same text."""

from __future__ import annotations

import io

import segno


def qr_svg(text: str, *, error: str = "m") -> str:
    """A QR code of the text as an SVG of one path, with its quiet zone; raises ``ValueError`` when too long.

    The mask is fixed, so that the picture does not change when the library's choice of mask does.
    """
    try:
        code = segno.make(text, error=error, mask=2, micro=False, boost_error=False)
    except segno.DataOverflowError:
        raise ValueError(f"a QR code cannot hold {len(text)} characters") from None
    target = io.BytesIO()
    code.save(
        target, kind="svg", border=4, xmldecl=False, svgns=True, svgclass=None, lineclass=None, nl=False
    )
    return target.getvalue().decode("ascii")
