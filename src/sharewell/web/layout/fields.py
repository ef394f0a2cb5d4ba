"""From a Django form field to the kit's component for it; and two kinds of field that Django lacks."""

import re
from collections import Counter
from datetime import date, time
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_EMPTY = ("", None)
_KEEP_NOTHING = "off"  # the browser writes what was typed neither into its lists nor into its own session


def say_errors_plainly() -> None:
    """Put our words where Django speaks of "this value". Once for all, before any form is made."""
    forms.CharField.default_error_messages = {
        "max_length": gettext_lazy(
            "Write %(limit_value)s characters or fewer. There are %(show_value)s now."
        ),
        "null_characters_not_allowed": gettext_lazy("Something in this cannot be kept. Type it anew."),
    }
    forms.EmailField.default_error_messages = {
        "invalid": gettext_lazy("Enter an e-mail address such as name@school.example")
    }


class DayWidget(forms.Widget):
    """Three short boxes: day, month, year. Keeps what was typed, right or wrong."""

    PARTS = ("day", "month", "year")

    def value_from_datadict(self, data, files, name) -> dict[str, str] | None:
        typed = {part: (data.get(f"{name}-{part}") or "").strip() for part in self.PARTS}
        return typed if any(typed.values()) else None

    def value_omitted_from_data(self, data, files, name) -> bool:
        return not any(f"{name}-{part}" in data for part in self.PARTS)

    def id_for_label(self, id_) -> str:
        return f"{id_}-day"


class DayField(forms.Field):
    """A day, typed as three numbers. Gives a `date`, or nothing."""

    widget = DayWidget
    default_error_messages = {
        "required": gettext_lazy("Enter the day, for example 5 10 2026"),
        "missing": gettext_lazy("The date must include a day, a month and a year"),
        "wrong": gettext_lazy("There is no such day. Check the day, the month and the year"),
        "early": gettext_lazy("The year must have four figures, for example 2026"),
    }

    def to_python(self, value: Any) -> date | None:
        if value is None or isinstance(value, date):
            return value
        if not all(value.values()):
            raise forms.ValidationError(self.error_messages["missing"], "missing")
        try:
            on = date(int(value["year"]), int(value["month"]), int(value["day"]))
        except (ValueError, OverflowError):  # the second for forty nines
            raise forms.ValidationError(self.error_messages["wrong"], "wrong") from None
        if on.year < 1000:
            raise forms.ValidationError(self.error_messages["early"], "early")
        return on


class ClockField(forms.Field):
    """A time of day as people write it: 15:40, 3.40pm, 3pm, 1540. Gives a `time`, or nothing."""

    _WRITTEN = re.compile(r"(\d{1,2})(?:[:.h ]?(\d{2}))? ?(am|pm|yb|yp)?", re.IGNORECASE)
    widget = forms.TextInput
    default_error_messages = {
        "required": gettext_lazy("Enter a time, for example 3:40pm or 15:40"),
        "time": gettext_lazy("Enter a time, for example 3:40pm or 15:40"),
    }

    def to_python(self, value: Any) -> time | None:
        if isinstance(value, time):
            return value
        written = (value or "").strip()
        if not written:
            return None
        parts = self._WRITTEN.fullmatch(written)
        hour, minute = (int(parts[1]), int(parts[2] or 0)) if parts else (99, 0)
        half = (parts[3] or "").lower() if parts else ""
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half in ("pm", "yp") else 0)
        if hour > 23 or minute > 59:
            raise forms.ValidationError(self.error_messages["time"], "time")
        return time(hour, minute)


def _choice_items(bound: BoundField, options: dict) -> list[dict]:
    """The answers of a radio, checkbox or select field: value, text, hint, and what opens below it."""
    value = bound.value()
    chosen = {str(v) for v in (value if isinstance(value, list | tuple) else [value]) if v not in _EMPTY}
    hints, opens = options.get("hints", {}), options.get("conditionals", {})
    items: list[dict] = []
    is_divided = False
    for number, (key, text) in enumerate(bound.field.choices):
        key = str(key)
        item = {"value": key, "text": text, "checked": key in chosen, "selected": key in chosen}
        item["id"] = bound.auto_id if number == 0 else f"{bound.auto_id}-{number + 1}"
        if key in hints:
            item["hint"] = {"text": hints[key]}
        if key in opens:
            item["conditional"] = {"html": opens[key]}
        alone = key in options.get("exclusive", ())
        if alone:
            item["behaviour"] = "exclusive"
        if (alone or key in options.get("after_divider", ())) and not is_divided:
            items.append({"divider": _("or")})
            is_divided = True
        items.append(item)
    return items


def _date_items(bound: BoundField) -> list[dict]:
    value = bound.value()
    if isinstance(value, date):
        value = {"day": value.day, "month": value.month, "year": value.year}
    words = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
    wrong = " govuk-input--error" if bound.errors else ""
    return [
        {
            "name": part,
            "label": words[part],
            "value": str((value or {}).get(part, "")),
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}{wrong}",
            "autocomplete": _KEEP_NOTHING,
        }
        for part in DayWidget.PARTS
    ]


def _input(bound: BoundField, widget: forms.Widget) -> dict:
    attrs = {k: v for k, v in widget.attrs.items() if k not in ("autocomplete", "inputmode", "spellcheck")}
    number = isinstance(widget, forms.NumberInput)
    return {
        "type": "text" if number else getattr(widget, "input_type", "text"),
        "value": "" if bound.value() is None else str(bound.value()),
        "inputmode": widget.attrs.get("inputmode") or ("numeric" if number else None),
        "autocomplete": widget.attrs.get("autocomplete", _KEEP_NOTHING),
        "attributes": {k: v for k, v in attrs.items() if v is not True and v is not None},
    }


def _password(bound: BoundField, widget: forms.Widget) -> dict:
    return {
        "autocomplete": widget.attrs.get("autocomplete", "current-password"),
        "showPasswordText": _("Show"),
        "hidePasswordText": _("Hide"),
        "showPasswordAriaLabelText": _("Show password"),
        "hidePasswordAriaLabelText": _("Hide password"),
        "passwordShownAnnouncementText": _("Your password is visible"),
        "passwordHiddenAnnouncementText": _("Your password is hidden"),
    }


def _file(bound: BoundField, widget: forms.Widget) -> dict:
    shown = {k: v for k, v in widget.attrs.items() if k in ("accept",)}
    return {
        "attributes": shown,
        "multiple": bool(getattr(widget, "allow_multiple_selected", False)),
        "javascript": True,
        "chooseFilesButtonText": _("Choose a file"),
        "dropInstructionText": _("or drop it here"),
        "noFileChosenText": _("No file chosen"),
        "enteredDropZoneText": _("Over the place to drop files"),
        "leftDropZoneText": _("No longer over the place to drop files"),
    }


def _kind(bound: BoundField) -> tuple[str, dict]:
    """The name of the component and what only that component takes."""
    widget = bound.field.widget
    if isinstance(widget, DayWidget):
        return "date", {"namePrefix": bound.html_name, "items": _date_items(bound)}
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox", {"checked": bool(bound.value())}
    if isinstance(widget, forms.Textarea):
        rows = widget.attrs.get("rows", 5)
        return "textarea", {"value": bound.value() or "", "rows": rows, "autocomplete": _KEEP_NOTHING}
    if isinstance(widget, forms.PasswordInput):
        return "password", _password(bound, widget)
    if isinstance(widget, forms.FileInput):
        return "file", _file(bound, widget)
    if widget.is_hidden:
        return "hidden", {"value": "" if bound.value() is None else bound.value()}
    return "input", _input(bound, widget)


def _listed(widget: forms.Widget) -> str:
    """How a list of answers is shown. To Django, checkboxes are a kind of radios: they come first."""
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "checkboxes"
    return "radios" if isinstance(widget, forms.RadioSelect) else "select"


def component(bound: BoundField, **options) -> tuple[str, dict]:
    """The kit's component for a bound field, and its parameters.

    Options: label, hint, classes, page_heading (the label is the page's h1), small (a small label),
    hints={value: text}, conditionals={value: html}, exclusive=[value], after_divider=[value], inline=True,
    rows.
    """
    widget = bound.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple | forms.Select):
        name = _listed(widget)
        params: dict = {"items": _choice_items(bound, options)}
    else:
        name, params = _kind(bound)
    if "rows" in options:
        params["rows"] = options["rows"]
    params |= {"id": bound.auto_id, "idPrefix": bound.auto_id, "name": bound.html_name}
    params["classes"] = options.get("classes", "")
    if options.get("inline"):
        params["classes"] += f" govuk-{name}--inline"
    hint = options.get("hint") or bound.help_text
    if hint:
        params["hint"] = {"text": hint}
    if bound.errors:
        params["errorMessage"] = {"text": bound.errors[0], "visuallyHiddenText": _("Error")}
    params["label"] = _label(bound, options)
    return name, params


def _label(bound: BoundField, options: dict) -> dict:
    text = options.get("label") or bound.label
    if not bound.field.required and not options.get("page_heading") and not options.get("said"):
        text = _("%(label)s (optional)") % {"label": text} if bound.field.widget.__class__ in _TYPED else text
    size = "l" if options.get("page_heading") else "s" if options.get("small") else "m"
    return {"text": text, "size": size, "is_heading": bool(options.get("page_heading"))}


_TYPED = (forms.TextInput, forms.Textarea, forms.EmailInput, forms.NumberInput, DayWidget)


def errors_of(*forms_) -> list[dict]:
    """What the error summary lists, in the order of the page: each error, and the link to its field.

    Where the same is said of several fields, each says which.
    """
    listed = []
    for form in forms_:
        if form is None or not getattr(form, "errors", None):
            continue
        asked = [name for name in form.fields if name in form.errors]
        for name in [*asked, *(name for name in form.errors if name not in asked)]:
            errors = form.errors[name]
            bound = form[name] if name in form.fields else None
            href = "#" + _first_id(bound) if bound else None
            listed += [
                {"text": error, "href": href, "label": bound.label if bound else ""} for error in errors
            ]
    times = Counter(each["text"] for each in listed)
    return [
        {"text": _naming(each) if times[each["text"]] > 1 else each["text"], "href": each["href"]}
        for each in listed
    ]


def _naming(listed: dict) -> str:
    label = str(listed["label"])
    return f"{label}{' ' if label.endswith('?') else ': '}{listed['text']}" if label else listed["text"]


def _first_id(bound: BoundField) -> str:
    return f"{bound.auto_id}-day" if isinstance(bound.field.widget, DayWidget) else bound.auto_id
