"""What the columns of a bank's table mean in this office, as somebody said once for the same headings."""

import hashlib

from belediyye.finance.revenue.models import SavedMapping
from belediyye.finance.rules.roll.columns import heading_key


def signature(headings: list[str]) -> str:
    """The digest of a heading row, whatever its order and letters; told apart from the headings of rolls."""
    said = "\n".join(["bank", *sorted(heading_key(h) for h in headings)])
    return hashlib.sha256(said.encode()).hexdigest()


def stored(columns: dict[str, str]) -> dict[str, str]:
    """A mapping as it is kept: key → folded heading."""
    return {key: heading_key(heading) for key, heading in columns.items()}


def remembered(municipality_id: int, headings: list[str]) -> dict[str, str]:
    """The mapping (key → heading as written) used for the same headings before; empty when there was none."""
    if not headings:
        return {}
    found = SavedMapping.objects.filter(
        municipality_id=municipality_id, signature=signature(headings)
    ).first()
    written = {heading_key(h): h for h in headings}
    return {k: written[v] for k, v in found.mapping.items() if v in written} if found else {}
