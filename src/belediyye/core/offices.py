"""The office of a municipality: where it is, where it is paid, who signs for it. It stands on every paper that goes out."""

import re
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from belediyye.core import access
from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.identifiers import IBAN, PHONE, VOEN, BadIdentifier, Identifier, voen_is_legal_person
from belediyye.core.journal import log
from belediyye.core.models import Municipality

FACTS = ("address", "telephone", "email", "head", "voen", "account", "bank", "bank_code", "bic")
CHECKED = {"telephone": PHONE, "voen": VOEN, "account": IBAN}
BIC = re.compile(r"[A-Z]{4}AZ[A-Z0-9]{2}([A-Z0-9]{3})?")


class WrongFact(Refused):
    """A fact that cannot be so; `field` says which."""

    def __init__(self, field: str, said: str) -> None:
        super().__init__(said)
        self.field = field


def _number(field: str, kind: Identifier, text: str) -> str:
    try:
        return kind.validate(text)
    except BadIdentifier as bad:
        raise WrongFact(
            field, bad.words["en" if (get_language() or "az").startswith("en") else "az"]
        ) from None


def _clean(facts: dict[str, Any]) -> dict[str, str]:
    """The facts as they are kept. Raises WrongFact."""
    found = {name: " ".join(str(facts.get(name) or "").split()) for name in FACTS}
    for field, kind in CHECKED.items():
        if found[field]:
            found[field] = _number(field, kind, found[field])
    found["bic"] = found["bic"].replace(" ", "").upper()
    if found["voen"] and not voen_is_legal_person(found["voen"]):
        raise WrongFact("voen", _("A municipality is a legal person: the last digit of its VÖEN is 1."))
    if found["bank_code"] and not (len(found["bank_code"]) == 6 and found["bank_code"].isdecimal()):
        raise WrongFact("bank_code", _("The code of a bank has six digits."))
    if found["bic"] and not BIC.fullmatch(found["bic"]):
        raise WrongFact(
            "bic", _("A SWIFT code has 8 or 11 letters and digits; AZ stands in the fifth and sixth place.")
        )
    if found["bic"] and found["account"] and found["account"][4:8] != found["bic"][:4]:
        raise WrongFact(
            "bic",
            _("The account is kept by another bank: it names %(bank)s. Compare both with the bank's paper.")
            % {"bank": found["account"][4:8]},
        )
    return found


@action("core.office.keep", says=gettext_lazy("set the details of the office"), allow=access.may_keep_office)
def keep_office(*, actor: Actor, place: Municipality, facts: dict[str, Any]) -> Municipality:
    """Sets the office's details; what is left out is empty. Account, VÖEN and telephone are checked. Raises WrongFact."""
    found = _clean(facts)
    changed = [name for name in FACTS if getattr(place, name) != found[name]]
    before = {name: getattr(place, name) for name in changed}
    for name in changed:
        setattr(place, name, found[name])
    place.save(update_fields=changed or None)
    log(place, municipality_id=place.pk, changed={n: [before[n], found[n]] for n in changed})
    return place


# Without these a payer cannot pay by a paper, nor ask about it.
NEEDED = ("account", "voen", "telephone", "address")


def missing(place: Municipality) -> list[str]:
    """The needed facts that are empty, in words."""
    labels = {
        "account": _("account (IBAN)"),
        "voen": "VÖEN",
        "telephone": _("telephone"),
        "address": _("address"),
    }
    return [str(labels[name]) for name in NEEDED if not getattr(place, name)]
