"""camt.053 (statement) and camt.054 (advice of debits and credits), every version: read by local names alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from lxml import etree

from belediyye.finance.revenue.statements.facts import BadStatement, Balance, Line, Statement, amount_of

ROOTS: Final = {"BkToCstmrStmt": "camt.053", "BkToCstmrDbtCdtNtfctn": "camt.054"}
INTERIM: Final = {"BkToCstmrAcctRpt", "BkToCstmrAcctRptV01", "BkToCstmrAcctRptV02"}
_OPENING, _CLOSING = ("OPBD", "PRCD"), ("CLBD",)


def looks_like_camt(content: bytes) -> bool:
    """Whether the beginning is XML; which document it is, `read_camt` says."""
    head = content[:400].lstrip(b"\xef\xbb\xbf \t\r\n")
    return (
        head.startswith((b"<?xml", b"<Document", b"<!", b"\xff\xfe<\x00"))
        or re.match(rb"<\w*:?Document\b", head) is not None
    )


def read_camt(content: bytes, name: str) -> list[Statement]:
    """The statements of a camt file. Raises `BadStatement`; a document type of its own, and camt.052, are refused."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise BadStatement("xml", name) from None
    if root.getroottree().docinfo.doctype:
        raise BadStatement("doctype", name)
    for message in root.iter():
        kind = _name(message)
        if kind in INTERIM or kind.startswith("BkToCstmrAcctRpt"):
            raise BadStatement("interim", name)
        if kind in ROOTS:
            found = [_statement(s, ROOTS[kind], name) for s in message if _name(s) in ("Stmt", "Ntfctn")]
            if found:
                return found
    raise BadStatement("no_statement", name)


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _all(element: etree._Element, path: str) -> Iterator[etree._Element]:
    """The children along a path of local names."""
    first, _, rest = path.partition("/")
    for child in element:
        if _name(child) == first:
            if rest:
                yield from _all(child, rest)
            else:
                yield child


def _one(element: etree._Element, *paths: str) -> etree._Element | None:
    return next((found for path in paths for found in _all(element, path)), None)


def _text(element: etree._Element | None, *paths: str) -> str:
    if element is None:
        return ""
    found = _one(element, *paths) if paths else element
    return " ".join((found.text or "").split()) if found is not None else ""


def _day(element: etree._Element | None, name: str) -> date | None:
    if element is None:
        return None
    text = _text(element, "Dt", "DtTm")
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise BadStatement("day", f"{name}: {text}") from None


def _signed(element: etree._Element, amount: int, name: str) -> int:
    sign = _text(element, "CdtDbtInd")
    if sign not in ("CRDT", "DBIT"):
        raise BadStatement("sign", name)
    return amount if sign == "CRDT" else -amount


def _amount(element: etree._Element | None, name: str) -> tuple[int, str]:
    if element is None:
        raise BadStatement("amount", name)
    currency = element.get("Ccy", "")
    return amount_of(element.text or "", currency), currency


def _account(element: etree._Element | None) -> str:
    return _text(element, "Id/IBAN", "Id/Othr/Id", "Id/PrtryAcct/Id", "Id/BBAN").replace(" ", "")


def _statement(element: etree._Element, kind: str, name: str) -> Statement:
    account = _one(element, "Acct")
    balances: dict[str, Balance] = {}
    for bal in _all(element, "Bal"):
        code = _text(bal, "Tp/CdOrPrtry/Cd", "Tp/Cd")
        amount, currency = _amount(_one(bal, "Amt"), name)
        balances.setdefault(code, Balance(_signed(bal, amount, name), currency, _day(_one(bal, "Dt"), name)))
    lines: list[Line] = []
    for entry in _all(element, "Ntry"):
        lines += _lines(entry, len(lines), name)
    opening = next((balances[c] for c in _OPENING if c in balances), None)
    closing = next((balances[c] for c in _CLOSING if c in balances), None)
    currency = _text(account, "Ccy") or (opening.currency if opening else lines[0].currency if lines else "")
    return Statement(
        kind, _text(element, "Id"), _account(account), currency, tuple(lines), opening, closing,
        is_copy=_text(element, "CpyDplctInd") in ("DUPL", "CODU", "COPY"),
    )  # fmt: skip


def _lines(entry: etree._Element, place: int, name: str) -> list[Line]:
    """One line an entry; one a detail where the details carry amounts that make up the entry's."""
    amount, currency = _amount(_one(entry, "Amt"), name)
    total = _signed(entry, amount, name)
    details = list(_all(entry, "NtryDtls/TxDtls")) or list(_all(entry, "TxDtls"))
    parts = [_part(d, currency) for d in details]
    if len(parts) > 1 and None not in parts and sum(p for p in parts if p is not None) == amount:
        sign = 1 if total >= 0 else -1
        return [
            _line(entry, [d], place + n, sign * int(p or 0), currency, name)
            for n, (d, p) in enumerate(zip(details, parts, strict=True))
        ]
    return [_line(entry, details, place, total, currency, name)]


def _part(detail: etree._Element, currency: str) -> int | None:
    found = _one(detail, "Amt", "AmtDtls/TxAmt/Amt")
    if found is None or found.get("Ccy") != currency:
        return None
    try:
        return amount_of(found.text or "", currency)
    except BadStatement:
        return None


def _line(
    entry: etree._Element, details: list[etree._Element], place: int, amount: int, currency: str, name: str
) -> Line:
    first = details[0] if details else None
    # The other side: who paid us when money came, whom we paid when it went. In a reversal banks differ: whoever is named.
    is_reversal = _text(entry, "RvslInd") == "true"
    side = "Dbtr" if (amount >= 0) != is_reversal else "Cdtr"
    texts, structured = [], ""
    for detail in details:
        texts += [_text(u) for u in _all(detail, "RmtInf/Ustrd")]
        for one in _all(detail, "RmtInf/Strd"):
            structured = structured or _text(one, "CdtrRefInf/Ref", "CdtrRefInf/CdtrRef")
            texts += [_text(u) for u in _all(one, "AddtlRmtInf")]
        texts += [_text(u) for u in _all(detail, "AddtlTxInf")]
        if (end := _text(detail, "Refs/EndToEndId")) not in ("", "NOTPROVIDED"):
            texts.append(end)
    texts += [_text(u) for u in _all(entry, "AddtlNtryInf")]
    parties = _one(first, "RltdPties") if first is not None else None
    if is_reversal and parties is not None and _one(parties, side) is None:
        side = "Cdtr" if side == "Dbtr" else "Dbtr"
    reference = _text(first, "Refs/AcctSvcrRef") if first is not None and len(details) == 1 else ""
    status = _text(entry, "Sts/Cd", "Sts")
    return Line(
        place, amount, currency, _day(_one(entry, "BookgDt"), name), _day(_one(entry, "ValDt"), name),
        reference or _text(entry, "AcctSvcrRef") or _text(entry, "NtryRef"), structured,
        _text(parties, f"{side}/Nm", f"{side}/Pty/Nm") if parties is not None else "",
        _account(_one(parties, f"{side}Acct")) if parties is not None else "",
        " ".join(dict.fromkeys(t for t in texts if t)), status in ("", "BOOK"), is_reversal,
    )  # fmt: skip
