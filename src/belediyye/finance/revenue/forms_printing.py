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

    def __init__(self, places: list[tuple[str, str, int]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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

    def chosen(self) -> dict[str, str | None]:
        """`settlement` and `street` for the action; None where it is not narrowed by them."""
        said = self.cleaned_data["place"]
        if not said:
            return {"settlement": None, "street": None}
        settlement, _sep, rest = said.partition(BETWEEN)
        return {"settlement": settlement, "street": rest[len(BETWEEN) :] if rest else None}
