"""Every kind of field becomes a component of the kit, with its error beside it and what was typed kept."""

from datetime import date, time

import pytest
from django import forms
from django.template import engines
from django.utils.translation import override

from sharewell.web.layout.fields import ClockField, DayField, errors_of


class EveryKind(forms.Form):
    words = forms.CharField(label="Words", help_text="A hint")
    story = forms.CharField(label="Story", widget=forms.Textarea)
    mail = forms.EmailField(label="Mail")
    number = forms.IntegerField(label="Number", required=False)
    secret = forms.CharField(label="Secret", widget=forms.PasswordInput)
    one = forms.ChoiceField(label="One", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    many = forms.MultipleChoiceField(
        label="Many", choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple
    )
    list = forms.ChoiceField(label="List", choices=[("a", "A"), ("b", "B")])
    yes = forms.BooleanField(label="Yes")
    day = DayField(label="Day")
    at = ClockField(label="At")
    file = forms.FileField(label="File")
    quiet = forms.CharField(widget=forms.HiddenInput, required=False)


def drawn(form) -> str:
    text = """{% from "layout/forms.html" import error_summary, field, submit %}{{ error_summary(form) }}
    {% for bound in form %}{{ field(bound) }}{% endfor %}{{ submit("Go on") }}"""
    return engines["jinja2"].from_string(text).render({"form": form})


def test_each_kind_of_field_has_its_component():
    html = drawn(EveryKind())
    for piece in ("govuk-input", "govuk-textarea", "govuk-radios", "govuk-checkboxes", "govuk-select",
                  "govuk-date-input", "govuk-file-upload", "govuk-password-input",
                  'type="hidden"'):  # fmt: skip
        assert piece in html
    assert "govuk-error-summary" not in html


def test_what_was_typed_is_kept_and_each_error_links_to_its_field():
    typed = {
        "words": "kept words",
        "many": ["b"],
        "one": "b",
        "day-day": "31",
        "day-month": "2",
        "day-year": "2026",
    }
    form = EveryKind(typed)
    html = drawn(form)
    assert 'value="kept words"' in html
    assert 'value="31"' in html
    assert html.count(" checked") == 2
    for error in errors_of(form):
        assert f'id="{error["href"][1:]}"' in html, error


@pytest.mark.parametrize(("typed", "is_time"), [
    ("15:40", time(15, 40)), ("3.40pm", time(15, 40)), ("3pm", time(15)), ("12am", time(0)),
    ("1540", time(15, 40)),
    ("9:05 am", time(9, 5)), ("3yp", time(15)),
])  # fmt: skip
def test_a_time_is_read_as_people_write_it(typed, is_time):
    assert ClockField().clean(typed) == is_time


@pytest.mark.parametrize("typed", ["25:00", "soon", "3:75pm"])
def test_what_is_no_time_is_refused(typed):
    with pytest.raises(forms.ValidationError, match="for example 3:40pm"):
        ClockField().clean(typed)


def test_a_day_needs_all_three_parts():
    assert DayField().clean({"day": "5", "month": "10", "year": "2026"}) == date(2026, 10, 5)
    with pytest.raises(forms.ValidationError, match="a day, a month and a year"):
        DayField().clean({"day": "5", "month": "", "year": "2026"})
    with pytest.raises(forms.ValidationError, match="no such day"):
        DayField().clean({"day": "five", "month": "10", "year": "2026"})


def test_the_summary_follows_the_page_whatever_was_found_first():
    class Either(forms.Form):
        name = forms.CharField(label="Name", required=False)
        why = forms.CharField(label="Why")

        def clean(self):
            self.add_error("name", "Write a name")

    assert [row["href"] for row in errors_of(Either({}))] == ["#id_name", "#id_why"]


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", "Write 5 characters or fewer. There are 9 now."),
        ("cy", "Ysgrifennwch 5 nod neu lai. Mae 9 yno nawr."),
    ],
)
def test_what_is_too_long_is_said_in_our_words(language, says):
    field = forms.CharField(max_length=5)
    with override(language):
        with pytest.raises(forms.ValidationError) as refused:
            field.clean("x" * 9)
        assert refused.value.messages == [says]
