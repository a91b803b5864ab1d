"""Which papers that go out together are printed as one file."""

from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# No name of a place holds it.
BETWEEN = "\t"


class PrintForm(forms.Form):
    """All papers of a lot, those of a settlement, or those of a street of it: `places` are (settlement, street, count)."""

    place = forms.ChoiceField(label=gettext_lazy("Which ones"), required=False)

    paper = forms.BooleanField(
        label=gettext_lazy("Leave out what went by e-mail"), required=False, initial=True
    )

    def __init__(self, places: list[tuple[str, str, int]], *args: Any, mailed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not mailed:
            del self.fields["paper"]
        choices: list[Any] = [("", _("all (%(count)s)") % {"count": sum(n for *_place, n in places)})]
        for settlement, streets in groupby(places, key=lambda place: place[0]):
            inside = list(streets)
            named = settlement or _("settlement not known")
            whole = _("the whole of %(place)s (%(count)s)") % {
                "place": named, "count": sum(n for *_place, n in inside)
            }  # fmt: skip
            choices.append(
                (
                    named,
                    [
                        (settlement + BETWEEN, whole),
                        *(
                            (f"{settlement}{BETWEEN}{BETWEEN}{street}", f"{street or _('street not known')} ({count})")
                            for _settlement, street, count in inside
                        ),
                    ],
                )
            )  # fmt: skip
        self.fields["place"].choices = choices

    def chosen(self) -> dict[str, Any]:
        """`settlement`, `street` and `paper` for the action; None where it is not narrowed by a place."""
        said = self.cleaned_data["place"]
        paper = bool(self.cleaned_data.get("paper"))
        if not said:
            return {"settlement": None, "street": None, "paper": paper}
        settlement, _sep, rest = said.partition(BETWEEN)
        return {"settlement": settlement, "street": rest[len(BETWEEN) :] if rest else None, "paper": paper}
