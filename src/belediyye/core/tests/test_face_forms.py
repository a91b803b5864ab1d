"""The form renderer's promises: labels, hints, errors tied to their fields, and a summary that leads to them."""

from html.parser import HTMLParser

import pytest
from django import forms
from django.test import override_settings
from django.utils import translation

from belediyye.core.form_fields import DayField, MoneyField, needed
from belediyye.core.form_rendering import HouseRenderer

HOSTILE = '<script>alert("1")</script>'
CHOICES = [("a", "A"), ("b", HOSTILE)]


class Every(forms.Form):
    default_renderer = HouseRenderer()
    name = forms.CharField(help_text="hint", label=HOSTILE)
    amount = MoneyField()
    since = DayField()
    one = forms.ChoiceField(choices=CHOICES)
    radio = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect)
    many = forms.MultipleChoiceField(choices=CHOICES, widget=forms.CheckboxSelectMultiple)
    note = forms.CharField(widget=forms.Textarea)
    paper = forms.FileField()
    secret = forms.CharField(widget=forms.PasswordInput)
    agreed = forms.BooleanField(help_text="hint")
    hidden = forms.CharField(widget=forms.HiddenInput)
    free = forms.CharField(required=False)

    def clean(self) -> None:
        self.add_error(None, HOSTILE)


class Elements(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, dict(attrs)))


@pytest.fixture(params=["az", "en"])
def drawn(request: pytest.FixtureRequest) -> list[tuple[str, dict[str, str | None]]]:
    with translation.override(request.param):
        text = str(Every({"name": "", "amount": "1.234"}))
    assert HOSTILE not in text
    return Elements(text).all


def _ids(elements: list[tuple[str, dict[str, str | None]]]) -> list[str]:
    return [str(a["id"]) for _, a in elements if a.get("id")]


def test_ids_are_unique_and_every_reference_arrives(drawn: list) -> None:
    ids = _ids(drawn)
    assert len(ids) == len(set(ids))
    for _, attrs in drawn:
        for pointer in (attrs.get("aria-describedby") or "").split():
            assert pointer in ids
        if target := attrs.get("for"):
            assert target in ids


def test_each_control_has_a_label_an_error_and_is_marked_invalid(drawn: list) -> None:
    labelled = {attrs["for"] for tag, attrs in drawn if tag == "label"}
    for tag, attrs in drawn:
        if tag not in {"input", "select", "textarea"} or attrs.get("type") == "hidden":
            continue
        assert attrs["id"] in labelled
        if attrs.get("type") == "radio" or attrs["name"] in {"many", "free"}:
            continue
        assert attrs["aria-invalid"] == "true"
        assert f"{attrs['id']}_error" in str(attrs["aria-describedby"])


def test_groups_are_fieldsets_described_by_their_error(drawn: list) -> None:
    described = [str(attrs.get("aria-describedby")) for tag, attrs in drawn if tag == "fieldset"]
    assert described == ["id_radio_error", "id_many_error"]


def test_summary_leads_to_every_visible_field(drawn: list) -> None:
    links = [str(attrs["href"])[1:] for tag, attrs in drawn if tag == "a"]
    assert links == [
        *("id_name", "id_amount", "id_since", "id_one", "id_radio_0", "id_many_0"),
        *("id_note", "id_paper", "id_secret", "id_agreed"),
    ]
    assert set(links) <= set(_ids(drawn))


def test_a_fresh_form_has_no_summary_and_says_what_is_optional() -> None:
    with translation.override("en"):
        text = str(Every())
    assert "error-summary" not in text
    assert text.count("(optional)") == 1
    assert 'aria-hidden="true">₼<' in text


@override_settings(FORM_RENDERER="belediyye.core.form_rendering.HouseRenderer")
def test_a_choice_stays_chosen() -> None:
    text = str(Every({"radio": "b", "many": ["a", "b"]}))
    checked = [a for tag, a in Elements(text).all if tag == "input" and "checked" in a]
    assert [(a["name"], a["value"]) for a in checked] == [("radio", "b"), ("many", "a"), ("many", "b")]


@pytest.mark.parametrize(("language", "mark"), [("az", "vacib deyil"), ("en", "optional")])
def test_a_field_that_is_needed_at_times_says_when(language: str, mark: str) -> None:
    class Asked(forms.Form):
        default_renderer = HouseRenderer()
        proof = needed("needed when it was delivered", forms.CharField())
        free = forms.CharField(required=False)

    with translation.override(language):
        drawn = str(Asked())
    assert drawn.count(f"({mark})") == 1 and "(needed when it was delivered)" in drawn
    assert Asked({}).is_valid()


def test_what_django_says_at_a_field_is_said_in_the_sentences_of_the_house() -> None:
    class Asked(forms.Form):
        low = forms.IntegerField(min_value=5)
        high = forms.IntegerField(max_value=5)
        whole = forms.IntegerField()
        long = forms.CharField(max_length=3)
        places = forms.DecimalField(decimal_places=2)
        chosen = forms.ChoiceField(choices=[("a", "A")])
        empty = forms.CharField()

    typed = {"low": "1", "high": "9", "whole": "x", "long": "abcd", "places": "1.234", "chosen": "z"}
    with translation.override("az"):
        said = {name: str(errors[0]) for name, errors in Asked(typed).errors.items()}
    assert said == {
        "low": "Ən azı 5 olmalıdır.", "high": "Ən çoxu 5 ola bilər.", "whole": "Tam ədəd yazın, məsələn 12.",
        "long": "Ən çoxu 3 işarə yazmaq olar, burada 4 var.", "places": "Vergüldən sonra ən çoxu 2 rəqəm ola bilər.",
        "chosen": "“z” siyahıda yoxdur: siyahıdakılardan birini seçin.", "empty": "Bu xananı doldurun.",
    }  # fmt: skip
    with translation.override("en"):
        assert Asked(typed).errors["low"] == ["It must be 5 at least."]
