"""The words of the payment notice in both languages, and the lines about an object that stand in it."""

from __future__ import annotations

from typing import Any, Final

from belediyye.core.money import format_money
from belediyye.finance.rules.roll.choices import LABELS, TAXES
from belediyye.finance.rules.roll.stream import Assessed

WORDS: Final[dict[str, dict[str, Any]]] = {
    "az": {
        "document_title": "Tədiyə bildirişləri",
        "title": "TƏDİYƏ BİLDİRİŞİ",
        "subtitle": "{year}-ci il üzrə yerli vergilərin ödənilməsi haqqında",
        "office_blank": "______________________ bələdiyyəsi",
        "series": "Seriya",
        "issued": "Tərtib edilib: {day}",
        "payer": "Vergi ödəyicisi (soyadı, adı, atasının adı)",
        "payer_short": "Vergi ödəyicisi",
        "address": "Ünvan",
        "code": "Ödəyicinin kodu (YVÖK)",
        "code_short": "YVÖK",
        "object_columns": ["№", "Vergitutma obyekti", "Verginin növü və maddə", "Hesablama bazası",
                           "Vergi, ₼", "Güzəşt, ₼", "Ödənilir, ₼"],
        "more": "daha {count} obyekt",
        "sum_columns": ["Ödənilməli məbləğ", "manat"],
        "arrears": "Keçmiş dövrlərin borcu",
        "interest": "Faiz",
        "sanction": "Maliyyə sanksiyası",
        "total": "CƏMİ",
        "in_words": "Cəmi, yazı ilə",
        "instalment": "{number}-{ending} ödəniş",
        "until": "son gün:",
        "short_due": "{day}-dək",
        "beside": "Keçmiş borc, faiz, sanksiya",
        "qr_caption": "Kodda: bildirişin nömrəsi, ödəyicinin kodu, məbləğlər və günlər.",
        "qr_alt": "QR kod: bildiriş {number}, cəmi {total} manat",
        "how_to_pay": "Necə ödəmək olar",
        "channels": ["Hökumət Ödəniş Portalı", "bank və bankın mobil tətbiqi", "poçt şöbəsi", "ödəniş terminalı"],
        "account": "Hesab (IBAN)",
        "voen": "VÖEN",
        "telephone": "tel. {telephone}",
        "small_print": "Ödənişin son günü iş günü deyilsə, növbəti iş gününə keçir (VM 68.2). Vaxtında ödənilməmiş "
                       "vergiyə gecikdirilən hər gün üçün {rate} % faiz hesablanır, bir ildən artıq olmamaqla (VM 59). "
                       "Bələdiyyədə nağd pul qəbul edilmir. Hesablama ilə razı deyilsinizsə, bələdiyyəyə yazılı "
                       "müraciət edin.",
        "unsure": "* Bu məbləğin bir əsası rəsmi mətndən hələ təsdiqlənməyib; bələdiyyədən dəqiqləşdirin.",
        "official": "Vəzifəli şəxs (vəzifəsi, soyadı, adı)",
        "signature": "İmza",
        "date": "Tarix",
        "seal": "M.Y.",
        "stub_title": "Bildirişin kötüyü",
        "received": "Bildirişi aldım.",
        "payer_signature": "Ödəyicinin imzası",
        "share": "pay {share}",
        "months": "{months} ay",
        "zone": "zona {zone}",
        "let": "icarədə / sahibkarlıqda",
        "point": "bal",
        "tax_code": "VM",
        "cm3": "sm³",
        "value": "inventar dəyəri",
        "price": "bazar qiyməti",
        "profit": "mənfəət",
    },
    "en": {
        "document_title": "Payment notices",
        "title": "PAYMENT NOTICE",
        "subtitle": "on the payment of local taxes for {year}",
        "office_blank": "Municipality of ______________________",
        "series": "Series",
        "issued": "Issued: {day}",
        "payer": "Taxpayer (surname, name, patronymic)",
        "payer_short": "Taxpayer",
        "address": "Address",
        "code": "Taxpayer's code (YVÖK)",
        "code_short": "YVÖK",
        "object_columns": ["No.", "Taxable object", "Tax and article", "Basis", "Tax, ₼", "Relief, ₼", "Due, ₼"],
        "more": "{count} more objects",
        "sum_columns": ["Amount due", "manat"],
        "arrears": "Arrears of past periods",
        "interest": "Interest",
        "sanction": "Financial sanction",
        "total": "TOTAL",
        "in_words": "Total in words",
        "instalment": "Instalment {number}",
        "until": "due by",
        "short_due": "by {day}",
        "beside": "Arrears, interest, sanction",
        "qr_caption": "The code holds: number of the notice, taxpayer's code, amounts and days.",
        "qr_alt": "QR code: notice {number}, total {total} manat",
        "how_to_pay": "How to pay",
        "channels": ["Government Payment Portal", "bank or the bank's mobile application", "post office",
                     "payment terminal"],
        "account": "Account (IBAN)",
        "voen": "VÖEN",
        "telephone": "tel. {telephone}",
        "small_print": "A due day that is not a working day moves to the next working day (Tax Code 68.2). Tax not paid "
                       "in time bears interest of {rate} % for each day of delay, for one year at most (59). The "
                       "municipality takes no cash. If you do not agree with the assessment, write to the municipality.",
        "unsure": "* One basis of this amount is not yet confirmed from an official text; ask the municipality.",
        "official": "Official (post, surname, name)",
        "signature": "Signature",
        "date": "Date",
        "seal": "Seal",
        "stub_title": "Stub of the notice",
        "received": "I have received the notice.",
        "payer_signature": "Taxpayer's signature",
        "share": "share {share}",
        "months": "{months} months",
        "zone": "zone {zone}",
        "let": "let / business",
        "point": "points",
        "tax_code": "TC",
        "cm3": "cm³",
        "value": "inventory value",
        "price": "market price",
        "profit": "profit",
    },
}  # fmt: skip


def money(qepik: int, lang: str) -> str:
    """An amount in manats without its sign: ``1 234,50`` in Azerbaijani, ``1,234.50`` in English."""
    if lang == "az":
        return format_money(qepik, sign="")
    sign = "-" if qepik < 0 else ""
    return f"{sign}{abs(qepik) // 100:,}.{abs(qepik) % 100:02d}"


def number(value: int, scale: int, lang: str) -> str:
    """A scaled whole number without idle zeros, grouped by thousands."""
    whole, rest = divmod(value, scale)
    digits = len(str(scale)) - 1
    part = f"{rest:0{digits}d}".rstrip("0") if digits else ""
    grouped = f"{whole:,}"
    if lang == "az":
        return grouped.replace(",", "\u00a0") + (f",{part}" if part else "")
    return grouped + (f".{part}" if part else "")


def cut(text: str, limit: int) -> str:
    """A text that has room for so many signs only."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def cut_front(text: str, limit: int) -> str:
    """An address that has room for so many signs: what stands first, the settlement, gives way to street and house.

    >>> cut_front("Nümunəkənd, Sınaq küçəsi, 12", 24), cut_front("Sınaq küçəsi, 12", 24)
    ('…Sınaq küçəsi, 12', 'Sınaq küçəsi, 12')
    """
    if len(text) <= limit:
        return text
    parts = text.split(", ")
    while len(parts) > 2 and len(", ".join(parts)) >= limit:
        parts = parts[1:]
    kept = ", ".join(parts)
    return f"…{kept if len(kept) < limit else kept[1 - limit :].lstrip()}"


def instalment_title(number: int, lang: str) -> str:
    """``1-ci ödəniş``, ``3-cü ödəniş``; ``Instalment 1``."""
    ending = {3: "cü", 4: "cü", 6: "cı", 9: "cu"}.get(number, "ci")
    return str(WORDS[lang]["instalment"].format(number=number, ending=ending))


def article(cited: str, lang: str) -> str:
    """An article as notices cite it: ``TC 198.1.1`` becomes ``VM 198.1.1`` in Azerbaijani."""
    return cited.replace("TC ", f"{WORDS[lang]['tax_code']} ") if cited.startswith("TC ") else cited


def object_line(place: int, one: Assessed, lang: str, home: str = "", room: int = 42) -> dict[str, str]:
    """One object as the notice shows it; its address only where it is not ``home``, the payer's own."""
    stored, sort, amounts = one.facts.stored, one.amounts.sort, one.amounts
    kind = (stored["object_kind"], stored.get("use", ""))
    label = LABELS.get(kind) or LABELS[kind[0], ""]
    what = label[lang]
    if one.facts.address not in ("", home):
        what += f", {cut_front(one.facts.address, room - len(what) - 2)}"
    star = "" if sort.confidence(amounts, stored) == "read" else "*"
    cited = sort.articles(amounts, stored)
    return {
        "place": str(place),
        "id": cut(one.facts.object_id, 24),
        "what": cut(what, room),
        "tax": TAXES[sort.tax][lang],
        "article": article(cited[0], lang) if cited else "",
        "base": _base(stored, lang),
        "note": _note(one, lang),
        "tax_amount": money(amounts.tax_qepik, lang) + star,
        "relief": money(one.relief_qepik, lang),
        "due": money(one.due_qepik, lang),
    }


def _base(stored: dict[str, Any], lang: str) -> str:
    words = WORDS[lang]
    area, kind = stored.get("area_dm2"), stored["object_kind"]
    if (
        kind == "land"
        and stored.get("points_per_ha_tenths") is not None
        and stored.get("use", "").startswith("agri")
    ):
        points = number(stored["points_per_ha_tenths"], 10, lang)
        return f"{number(area or 0, 1_000_000, lang)} ha × {points} {words['point']}"
    if kind in ("building", "land") and area is not None:
        zone = stored.get("baku_zone") if kind == "building" and stored.get("place_class") == "baku" else None
        return f"{number(area, 100, lang)} m²" + (f", {words['zone'].format(zone=zone)}" if zone else "")
    if stored.get("engine_cm3"):
        return f"{number(stored['engine_cm3'], 1, lang)} {words['cm3']}"
    if stored.get("volume_litres") is not None:
        return f"{number(stored['volume_litres'], 1000, lang)} m³"
    for name, word in (
        ("inventory_value_qepik", "value"),
        ("market_price_qepik", "price"),
        ("profit_qepik", "profit"),
    ):
        if stored.get(name) is not None:
            return f"{words[word]} {money(stored[name], lang)} ₼"
    return ""


def _note(one: Assessed, lang: str) -> str:
    words, notes = WORDS[lang], []
    if one.facts.share[0] != one.facts.share[1]:
        notes.append(words["share"].format(share=f"{one.facts.share[0]}/{one.facts.share[1]}"))
    months = one.amounts.sort.months(one.facts.stored)
    if months is not None and months != 12:
        notes.append(words["months"].format(months=months))
    if one.facts.stored.get("let_or_business"):
        notes.append(words["let"])
    return ", ".join(notes)
