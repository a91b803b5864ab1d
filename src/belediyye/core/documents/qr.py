"""QR codes as SVG, the same bytes for the same text."""

from __future__ import annotations

import re
from typing import Final

import zxingcpp

_PATH: Final = re.compile(r'<svg width="(\d+)".*?<path d="([^"]+)"', re.DOTALL)


def qr_svg(text: str, *, error: str = "M") -> str:
    """A QR code of the text as an SVG of one path, with its quiet zone of four modules.

    ``error`` is the level of correction, L, M, Q or H. Raises ``ValueError`` when the text is too long for a code.
    """
    try:
        code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=error)
    except ValueError:
        raise ValueError(f"a QR code cannot hold {len(text)} characters") from None
    drawn = _PATH.search(code.to_svg(add_quiet_zones=True))
    if drawn is None:
        raise RuntimeError("the barcode library drew something else than a path")
    size, path = drawn.groups()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}">'
        f'<path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/><path d="{path}"/></svg>'
    )
