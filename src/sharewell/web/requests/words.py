"""What a form is called in a list, and how far each of its stages is."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sharewell.domain.requests import queries
from sharewell.domain.requests.kinds import DAY, kind_of
from sharewell.domain.requests.states import REQUEST
from sharewell.web.layout.moments import day

_WHO = ("who", "requester", "asked", "receiver")  # the questions whose answer tells one form from another


@dataclass(frozen=True)
class Row:
    """A form in a list: what it is, whom it is with, and the row."""

    form: object
    title: str
    about: str


def language():
    """The language of the page: en or cy."""
    return "cy" if get_language() == "cy" else "en"


def title_of(form):
    """What a form is called; of a request, which way it goes."""
    if form.kind == REQUEST and form.is_received:
        return _("A request that came to you")
    return kind_of(form.kind).title[language()]


def row_of(form):
    """A form as a list shows it."""
    said = queries.said_in(form, language())
    first = "asked" if form.kind == REQUEST and not form.is_received else "requester"
    about = next((said[key] for key in (first, *_WHO) if said.get(key)), "")
    return Row(form, title_of(form), about.splitlines()[0] if about else "")


def stages_of(form):
    """[(stage, answered, asked)] for the list of tasks."""
    said = queries.said_in(form, language())
    found = []
    for stage in kind_of(form.kind).stages:
        asked = [each for each in stage.questions if each.is_asked]
        found.append((stage, sum(1 for each in asked if said.get(each.id)), len(asked)))
    return found


def answer_words(question, said, lang):
    """An answer as a page says it."""
    if question.kind == DAY and said:
        return day(date.fromisoformat(said))
    return question.words(said, lang)
