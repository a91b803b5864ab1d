"""Whose money is it: what a line's text says about its payer, and the statements that find the payer for all lines at once."""

import re
from dataclasses import dataclass

from django.db.models import Sum

from belediyye.core.fields import index_of
from belediyye.core.identifiers import FIN, REFERENCE, VOEN, YVOK, make_yvok
from belediyye.core.text import fold
from belediyye.finance.revenue.models import BankLine, Payment
from belediyye.finance.revenue.queries.computation import Statement

R, S = BankLine.Reason, BankLine.State
CONFIDENCE = {
    R.NONE: 0,
    R.CONFLICT: 30,
    R.NAME: 50,
    R.NAME_AMOUNT: 80,
    R.VOEN: 95,
    R.FIN: 95,
    R.CODE: 98,
    R.REFERENCE: 100,
    R.PERSON: 100,
    R.PORTAL: 100,
}
CERTAIN = 95
REFERENCE_DIGITS = 14

_DIGITS = re.compile(r"(?<![0-9A-Za-z])[0-9](?:[ -]?[0-9]){8,15}(?![0-9A-Za-z])")
_WORD = re.compile(r"(?<![0-9A-Za-z])(?=[0-9A-Za-z]*[0-9])[0-9A-Za-z]{7}(?![0-9A-Za-z])")
_CREDITOR = re.compile(r"\bRF[0-9]{2} ?((?:[0-9] ?){14})(?![0-9])")


@dataclass(frozen=True, slots=True)
class Found:
    """What a text says: the payer's code (and whether by a payment reference), FİN, VÖEN."""

    code: str = ""
    by_reference: bool = False
    fin: str = ""
    voen: str = ""


def read_text(text: str, structured: str = "") -> Found:
    """Identifiers in a payment's text whose check digits are right; two different ones of a kind count as none.

    Seven letters and digits are a FİN only where a FİN is named, or a digit and a letter are both in it: words of
    seven letters are not."""
    references, codes, voens = set(), set(), set()
    whole = f"{structured} {text}"
    numbers = {re.sub(r"[ -]", "", m[0]) for m in _DIGITS.finditer(whole)} | {
        m.replace(" ", "") for m in _CREDITOR.findall(whole)
    }
    for number in numbers:
        if len(number) == REFERENCE_DIGITS and REFERENCE.is_valid(number):
            references.add(make_yvok(int(number[:4]) or 1, int(number[4:10]) or 1))
        elif len(number) == 11 and YVOK.is_valid(number):
            codes.add(number)
        elif len(number) == 10 and VOEN.is_valid(number):
            voens.add(number)
    fins = {FIN.compact(w) for w in _WORD.findall(whole) if re.search("[A-Za-z]", w) and FIN.is_valid(w)}
    one = lambda found: next(iter(found)) if len(found) == 1 else ""  # noqa: E731
    return Found(one(references) or one(codes), bool(one(references)), one(fins), one(voens))


def says(text: str, structured: str, name: str) -> dict[str, object]:
    """The columns of a line that say who paid."""
    found = read_text(text, structured)
    return {
        "code": found.code, "by_reference": found.by_reference, "fin_index": index_of(found.fin), "voen_index": index_of(found.voen),
        "folded": fold(name)[:200],
    }  # fmt: skip


def _whose(municipality: int, column: str, wanted: str) -> str:
    """The one payer of the municipality with this value, through a merger to the record that stands."""
    return f"""(SELECT CASE WHEN COUNT(DISTINCT COALESCE(t.merged_into_id, t.id)) = 1 THEN MIN(COALESCE(t.merged_into_id, t.id)) END
      FROM revenue_taxpayer t WHERE t.municipality_id = {municipality} AND t.{column} = revenue_bankline.{wanted})"""


def matches(vendor: str, municipality: int, statement_ids: list[int] | None = None) -> list[Statement]:
    """The statements that match every new line: by reference and code, FİN, VÖEN, name with amount, name; then conflicts."""
    some = (
        f"AND statement_id IN ({', '.join(map(str, map(int, statement_ids)))})"
        if statement_ids is not None
        else ""
    )
    where = f"WHERE municipality_id = {int(municipality)} AND state = {S.NEW} {some}"
    found = [
        Statement(f"UPDATE revenue_bankline SET state = {S.OUT} {where} AND (amount <= 0 OR is_reversal)", []),
        Statement(
            f"""UPDATE revenue_bankline SET taxpayer_id = {_whose(municipality, 'code', 'code')},
            reason = CASE WHEN by_reference THEN {R.REFERENCE} ELSE {R.CODE} END, confidence = CASE WHEN by_reference THEN {CONFIDENCE[R.REFERENCE]} ELSE {CONFIDENCE[R.CODE]} END
            {where} AND code <> ''""", []),
        *(
            Statement(
                f"""UPDATE revenue_bankline SET taxpayer_id = {_whose(municipality, column, column)}, reason = {reason}, confidence = {CONFIDENCE[reason]}
                {where} AND taxpayer_id IS NULL AND {column} <> ''""", [])
            for column, reason in (("fin_index", R.FIN), ("voen_index", R.VOEN))
        ),
        Statement(
            f"""UPDATE revenue_bankline SET taxpayer_id = {_whose(municipality, 'folded', 'folded')}, reason = {R.NAME}, confidence = {CONFIDENCE[R.NAME]}
            {where} AND taxpayer_id IS NULL AND folded <> ''""", []),
        Statement(
            f"""UPDATE revenue_bankline SET reason = {R.NAME_AMOUNT}, confidence = {CONFIDENCE[R.NAME_AMOUNT]} {where} AND reason = {R.NAME} AND taxpayer_id IS NOT NULL
            AND (amount = (SELECT SUM(e.amount) FROM revenue_entry e WHERE e.municipality_id = {int(municipality)} AND e.taxpayer_id = revenue_bankline.taxpayer_id)
              OR EXISTS (SELECT 1 FROM revenue_entry d WHERE d.municipality_id = {int(municipality)} AND d.taxpayer_id = revenue_bankline.taxpayer_id AND d.kind = 1 AND d.amount = revenue_bankline.amount))""",
            []),
        # A FİN or VÖEN that belongs to somebody else than the code: a person decides.
        *(
            Statement(
                f"""UPDATE revenue_bankline SET reason = {R.CONFLICT}, confidence = {CONFIDENCE[R.CONFLICT]} {where} AND taxpayer_id IS NOT NULL AND {column} <> ''
                AND EXISTS (SELECT 1 FROM revenue_taxpayer t WHERE t.municipality_id = {int(municipality)} AND t.{column} = revenue_bankline.{column}
                  AND COALESCE(t.merged_into_id, t.id) <> revenue_bankline.taxpayer_id)""", [])
            for column in ("fin_index",)
        ),
        Statement(f"UPDATE revenue_bankline SET reason = {R.NONE}, confidence = 0 {where} AND taxpayer_id IS NULL", []),
        Statement(f"UPDATE revenue_bankline SET state = {S.QUEUE} {where} AND confidence < {CERTAIN}", []),
    ]  # fmt: skip
    return found


def payments_of_certain(municipality: int, start: int, year: int, at: object, by: int | None) -> Statement:
    """Makes a payment of each certain line, numbered on from `start` in order of day."""
    text = f"""INSERT INTO revenue_payment (municipality_id, year, number, taxpayer_id, channel, line_id, portal_id, key, day, amount, reason, confidence, at, "by", reversed_on, reversed_because)
    SELECT municipality_id, %s, %s - 1 + ROW_NUMBER() OVER (ORDER BY day, id), taxpayer_id, 'bank', id, NULL, '', day, amount, reason, confidence, %s, %s, NULL, ''
    FROM revenue_bankline WHERE municipality_id = %s AND state = {S.NEW} AND confidence >= {CERTAIN} AND taxpayer_id IS NOT NULL ORDER BY day, id"""
    return Statement(text, [year, start, at, by, municipality])


def mark_posted(municipality: int) -> Statement:
    """The lines of which payments were just made."""
    return Statement(
        f"UPDATE revenue_bankline SET state = {S.POSTED} WHERE municipality_id = %s AND state = {S.NEW} AND confidence >= {CERTAIN}",
        [municipality],
    )


def rest_of(line: BankLine) -> int:
    """What of a line is still nobody's."""
    used = Payment.objects.filter(line=line, reversed_on__isnull=True).aggregate(s=Sum("amount"))["s"] or 0
    return line.amount - used
