"""What the forms share: the house's fields for days and money, people and organisations found by what is typed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.alliance.relations.models import Contact, Stakeholder
from belediyye.alliance.relations.queries.contacts import find_contacts
from belediyye.core.form_fields import DayField, MoneyField
from belediyye.core.models import Organisation
from belediyye.core.text import fold


def house_field(db_field: models.Field, **options: Any) -> forms.Field | None:
    """The form field of a model's field: days as 22.11.2026, whole qəpik as manat, long texts in five rows."""
    # Django would write a capital first letter by the rules of English; the pages do it by those of the language.
    label = options["label"] = options.get("label") or db_field.verbose_name
    if isinstance(db_field, models.DateField) and not isinstance(db_field, models.DateTimeField):
        return DayField(label=label, required=not db_field.blank, **_hint(db_field))
    if isinstance(db_field, models.BigIntegerField):
        return MoneyField(
            label=label,
            required=not (db_field.blank or db_field.has_default()),
            **_hint(db_field),
        )
    if isinstance(db_field, models.URLField):
        options["assume_scheme"] = "https"
    made = db_field.formfield(**options)
    if isinstance(db_field, models.TextField) and made is not None:
        made.widget.attrs["rows"] = 5
    return made


def _hint(db_field: models.Field) -> dict[str, Any]:
    return {"help_text": db_field.help_text} if db_field.help_text else {}


class RowForm(forms.ModelForm):
    """A form over a row of a model. `form.row()` is the row with what was typed, not saved: actions save."""

    class Meta:
        formfield_callback = house_field

    def row(self) -> Any:
        return self.instance

    def typed(self) -> dict[str, Any]:
        """The clean values of the model's own fields, to make the row later."""
        return {name: self.cleaned_data[name] for name in self._meta.fields}


class FilterForm(forms.Form):
    """Filters of a list, from the address; unusable values are simply not applied."""

    q = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=100)

    def value(self, name: str, default: str = "") -> str:
        if not self.is_bound or not hasattr(self, "cleaned_data"):
            self.full_clean()
        return str(self.cleaned_data.get(name) or default)


def filters(data: Any, **choices: tuple[Any, Any]) -> FilterForm:
    """A filter form with words and the selections named: name=(label, [(value, words), …])."""
    form = FilterForm(data)
    for name, (label, options) in choices.items():
        form.fields[name] = forms.ChoiceField(label=label, choices=[("", _("all")), *options], required=False)
    form.full_clean()
    return form


class PersonField(forms.CharField):
    """A person, by number (`K-12`) or by name. What fits several people is asked again with their numbers."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", gettext_lazy("Write the name, or the number like K-12."))
        super().__init__(max_length=160, **options)

    def clean(self, value: Any) -> Contact | None:
        text = super().clean(value)
        if not text:
            return None
        number = text.strip().upper().removeprefix("K-")
        if number.isdecimal():
            found = list(find_contacts().filter(pk=int(number)))
        else:
            found = list(find_contacts(text)[:4])
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(_("Nobody of this name is on the list of people. Add the person first."))
        names = "; ".join(f"{card} ({card.code})" for card in found[:3])
        raise ValidationError(_("Several people fit: %(names)s. Write the number.") % {"names": names})

    def prepare_value(self, value: Any) -> Any:
        return value.code if isinstance(value, Contact) else value


class OrganisationField(forms.CharField):
    """An organisation by its name or short name; a new name makes a new (unsaved) organisation."""

    def clean(self, value: Any) -> Organisation | None:
        text = super().clean(value)
        if not text:
            return None
        folded = fold(text)
        for known in Organisation.objects.filter(folded__contains=folded[:60]).order_by("pk")[:50]:
            if folded in {fold(known.name), fold(known.short_name)}:
                return known
        return Organisation(name=text[:200])

    def prepare_value(self, value: Any) -> Any:
        return value.name if isinstance(value, Organisation) else value


def stakeholders_of(*kinds: str) -> Any:
    """The cards of these kinds, for a selection."""
    rows = Stakeholder.objects.select_related("organisation").order_by("organisation__folded")
    return rows.filter(kind__in=kinds) if kinds else rows


class PaperField(forms.FileField):
    """A file to keep beside what is written; up to 20 MiB."""

    MOST = 20 * 2**20

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Paper (file)"))
        options.setdefault("required", False)
        super().__init__(**options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = super().clean(data, initial)
        if given and given.size > self.MOST:
            raise ValidationError(_("The file is larger than 20 MB."))
        return given


class WordsForm(forms.Form):
    """One text: the reason, result or decision of a button."""

    words = forms.CharField(max_length=250)

    def __init__(
        self, data: Any = None, *, label: str, hint: str = "", long: bool = False, required: bool = True
    ) -> None:
        super().__init__(data)
        widget = forms.Textarea({"rows": 5}) if long else forms.TextInput()
        self.fields["words"] = forms.CharField(
            label=label, help_text=hint, widget=widget, max_length=4000 if long else 250, required=required
        )

    @property
    def text(self) -> str:
        return str(self.cleaned_data["words"])


class WordsDayForm(WordsForm):
    """One text with a day."""

    def __init__(self, data: Any = None, *, day: Any, day_label: str = "", **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["on"] = DayField(label=day_label or _("day"), initial=day)
        self.order_fields(["on", "words"])
