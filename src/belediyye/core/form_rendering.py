"""Forms in the house's own face: label, hint, error, control, and a summary of errors with links to the fields.

Set as FORM_RENDERER, so `{{ form }}` is enough. In a hand-made layout use `{% error_summary form %}` and
`{{ form.name.as_field_group }}`. Put `novalidate` on the `<form>`: the browser's own bubbles are not translated.
"""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

CSS = {
    "select": "govuk-select",
    "textarea": "govuk-textarea",
    "file": "govuk-file-upload",
    "checkbox": "govuk-checkboxes__input",
    "input": "govuk-input",
    "password": "govuk-input govuk-password-input__input govuk-js-password-input-input",
}


class HouseRenderer(DjangoTemplates):
    """Django's renderer with the house's templates for a form, a set of forms and a field."""

    form_template_name = "core/forms/form.html"
    formset_template_name = "core/forms/formset.html"
    field_template_name = "core/forms/field.html"


def control_kind(field: BoundField) -> str:
    """Which of the house's shapes a field takes: hidden, choices, checkbox, select, textarea, file, password, input."""
    widget = field.field.widget
    shapes: tuple[tuple[Any, str], ...] = (
        (forms.CheckboxSelectMultiple, "choices"),
        (forms.RadioSelect, "choices"),
        (forms.CheckboxInput, "checkbox"),
        (forms.Select, "select"),
        (forms.Textarea, "textarea"),
        (forms.FileInput, "file"),
        (forms.PasswordInput, "password"),
    )
    if field.is_hidden:
        return "hidden"
    return next((name for kind, name in shapes if isinstance(widget, kind)), "input")


def control(field: BoundField, bare: bool = False) -> SafeString:
    """The control itself with its classes, described by its hint and error. `bare`: no affixes, no toggle (filters)."""
    kind = control_kind(field)
    widget = field.field.widget
    classes = [CSS.get(kind, ""), widget.attrs.get("class", "")]
    if field.errors and kind in {"select", "textarea", "input", "password", "file"}:
        classes.append(f"{CSS[kind].split()[0]}--error")
    drawn = field.as_widget(attrs={"class": " ".join(filter(None, classes))})
    if bare:
        return drawn
    if kind == "password":
        return _with_toggle(field, drawn)
    if kind == "file":
        return _with_drop_zone(drawn)
    prefix, suffix = (getattr(widget, name, "") for name in ("prefix_text", "suffix_text"))
    if not (prefix or suffix):
        return drawn
    before = (
        format_html('<div class="govuk-input__prefix" aria-hidden="true">{}</div>', prefix) if prefix else ""
    )
    after = (
        format_html('<div class="govuk-input__suffix" aria-hidden="true">{}</div>', suffix) if suffix else ""
    )
    return format_html('<div class="govuk-input__wrapper">{}{}{}</div>', before, drawn, after)


def _data(words: dict[str, str]) -> SafeString:
    """The component's words for its script, as data attributes."""
    return format_html_join("", ' data-i18n.{}="{}"', words.items())


def _with_toggle(field: BoundField, drawn: SafeString) -> SafeString:
    inner = render_to_string("core/forms/password.html", {"widget": drawn, "id": field.id_for_label})
    words = {
        "show-password": _("Show"),
        "hide-password": _("Hide"),
        "show-password-aria-label": _("Show password"),
        "hide-password-aria-label": _("Hide password"),
        "password-shown-announcement": _("Your password is visible"),
        "password-hidden-announcement": _("Your password is hidden"),
    }
    shape = '<div class="govuk-password-input" data-module="govuk-password-input"{}>{}</div>'
    return format_html(shape, _data(words), inner)


def _with_drop_zone(drawn: SafeString) -> SafeString:
    """The browser's own button speaks the browser's language; with the script it speaks the page's."""
    words = {
        "choose-files-button": _("Choose a file"),
        "drop-instruction": _("or drop it here"),
        "no-file-chosen": _("No file is chosen"),
        "multiple-files-chosen.one": _("%(n)s file is chosen") % {"n": "%{count}"},
        "multiple-files-chosen.other": _("%(n)s files are chosen") % {"n": "%{count}"},
        "entered-drop-zone": _("Over the place to drop the file"),
        "left-drop-zone": _("Left the place to drop the file"),
    }
    shape = '<div class="govuk-drop-zone" data-module="govuk-file-upload"{}>{}</div>'
    return format_html(shape, _data(words), drawn)


def control_choices(field: BoundField) -> dict[str, Any]:
    """The options of a radio or checkbox group: kind (radios, checkboxes) and each option's id, label and control."""
    many = isinstance(field.field.widget, forms.CheckboxSelectMultiple)
    kind = "checkboxes" if many else "radios"
    options = []
    for choice in field.subwidgets:
        attrs = choice.data["attrs"]
        attrs["class"] = f"govuk-{kind}__input"
        # A single option is not invalid, the group is; and a group of checkboxes is not required one by one.
        for name in ("aria-invalid", "aria-describedby", *(["required"] if many else [])):
            attrs.pop(name, None)
        options.append({"id": choice.id_for_label, "label": choice.choice_label, "control": choice.tag()})
    return {"kind": kind, "options": options}


def problems(form: Any) -> list[dict[str, Any]]:
    """Every error of a bound form for the summary: its text, the field's label and the id to jump to."""
    if not form.is_bound or not form.errors:
        return []
    found = [{"text": text, "label": "", "target": ""} for text in form.non_field_errors()]
    for field in form:
        target = f"{field.auto_id}_0" if control_kind(field) == "choices" else field.id_for_label
        shown = not field.is_hidden
        found += [
            {"text": text, "label": field.label, "target": target if shown else ""} for text in field.errors
        ]
    return found
