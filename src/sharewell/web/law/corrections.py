"""A proposed correction: a text for whoever wrote it to send. Nothing is stored."""

from datetime import date
from urllib.parse import quote

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sharewell.rules import RuleSet
from sharewell.rules.in_words import lines
from sharewell.web.law import words
from sharewell.web.law.entries import Entry, words_of
from sharewell.web.law.provisions import conditions
from sharewell.web.layout.moments import day as said_day

LONGEST = 5_000
# Mail programs cut longer addresses off; then the text is to be copied in.
LONGEST_MAIL = 1_800


class Correction(forms.Form):
    """What is wrong, what should stand there, and on what authority."""

    correction = forms.CharField(
        label=gettext_lazy("What is wrong, and what should it say?"),
        help_text=gettext_lazy("In your own words. Do not write about real people or cases."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=LONGEST,
        error_messages={"required": gettext_lazy("Write what is wrong, and what it should say.")},
    )
    source = forms.CharField(
        label=gettext_lazy("Your source"),
        help_text=gettext_lazy(
            "The Act and section, the regulations, the judgment or the page, as exactly as you can."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1_000,
        error_messages={"required": gettext_lazy("Name your source, so that somebody can check it.")},
    )
    name = forms.CharField(
        label=gettext_lazy("Your name and role, if you like"),
        help_text=gettext_lazy("A rule can be marked as reviewed only by a lawyer who gives a name."),
        max_length=200,
        required=False,
    )


def text(rules: RuleSet, entry: Entry, said: dict, address: str, lang: str, today: date) -> str:
    """The text to send: which rule, what it says now, the correction, its source and who proposes it."""
    table = entry.version.table
    now = [words_of(table[name][lang], lang) for name in ("text", "because", "about") if name in table]
    parts = [
        (_("Proposed correction to a rule of Sharewell"), [address]),
        (_("Rule"), [f"{entry.id}: {entry.title}", entry.source]),
        (_("Rule set"), [f"{rules.version}, {rules.sha256}", said_day(today)]),
        (_("Dates and nations"), [f"{entry.dates}. {entry.nations_line}."]),
        (_("How sure we are"), [words.confidences().get(entry.confidence, "")]),
        (_("What it says now"), now),
        (_("When it applies"), _conditions(rules, entry, lang)),
        (_("The correction"), [said["correction"]]),
        (_("Source"), [said["source"]]),
        (_("Proposed by"), [said["name"] or _("somebody who gave no name")]),
    ]
    told = [(heading, [line for line in rows if line]) for heading, rows in parts]
    return "\n\n".join("\n".join([heading.upper(), *rows]) for heading, rows in told if rows) + "\n"


def _conditions(rules: RuleSet, entry: Entry, lang: str) -> list[str]:
    return [
        line
        for condition in conditions(rules, entry.version, lang)
        for line in [*([condition.heading] if condition.heading else []), *lines(condition.tree, lang)]
    ]


def mail_address(entry: Entry, written: str) -> str | None:
    """A `mailto:` that opens the text in a mail program; None where nobody is set to take corrections."""
    if not settings.LAW_CONTACT:
        return None
    subject = quote(_("Proposed correction: %(rule)s") % {"rule": entry.id})
    body = quote(written)
    if len(body) > LONGEST_MAIL:
        body = quote(_("Please paste the text from the page here."))
    return f"mailto:{settings.LAW_CONTACT}?subject={subject}&body={body}"
