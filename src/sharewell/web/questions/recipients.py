"""Who to, for somebody who is signed in: from the directory first, their own area's front door at the top."""

from dataclasses import replace

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sharewell import rules
from sharewell.web.questions.drafts import DraftStore
from sharewell.web.questions.forms import field_name, written
from sharewell.web.questions.walks import UNKNOWN, Walk, open_questions
from sharewell.web.worries.recipients import Chooser, find

NAME = "who-to"
ELSE = "someone-else"
RISK = "recipient.may-be-a-risk"
CHANNEL = "arrangement.channel"  # what goes to an entry of the directory goes through this service
ASKED_THERE = (RISK,)  # asked on this page, and not on that of its own question


class RiskForm(forms.Form):
    """Could they, or someone there, use it to harm anyone? Of no directory can that be known."""

    def __init__(self, walk: Walk, lang: str, data=None) -> None:
        super().__init__(data, use_required_attribute=False)
        part = next(each for each in rules.current().question_for(RISK, lang)["parts"] if each["key"] == RISK)
        answers = [
            (written(row["value"]), row["text"][:1].upper() + row["text"][1:]) for row in part["answers"]
        ]
        said = walk.answers.get(RISK)
        self.fields[field_name(RISK)] = forms.ChoiceField(
            label=part["text"],
            choices=[*answers, (UNKNOWN, _("I don't know"))],
            widget=forms.RadioSelect,
            initial=None if said is None else written(said),
            error_messages={"required": _("Choose an answer. “I don't know” is one too")},
        )

    def answers(self) -> dict:
        said = self.cleaned_data[field_name(RISK)]
        return {RISK: {"true": True, "false": False}.get(said, UNKNOWN)}


def directory_page(request: HttpRequest, store: DraftStore, walk: Walk, shown: dict) -> HttpResponse | None:
    """The page, or nothing once its answers are kept. `shown` is what every question's page shows."""
    posted = request.POST if request.method == "POST" else None
    owner = store.draft.owner if store.draft else request.user
    words = (posted or {}).get("words", "")[:100]
    chooser = Chooser(owner, posted, kind=walk.said.get("recipient.kind", ""), chosen=walk.to, words=words)
    is_answer = bool(posted) and posted.get("do") != "look"
    form = RiskForm(walk, get_language(), posted if is_answer else None)
    if form.is_bound:
        if posted.get("to") == ELSE:
            return _nobody_listed(store, walk)
        row = find(owner, posted.get("to", ""))
        if row is None:
            chooser.error = _("Choose who it would go to, or somebody who is not listed")
        elif form.is_valid():
            return _keep(store, walk, posted["to"], row, form.answers())
    is_else = not chooser.chosen and "recipient.kind" in walk.answers
    context = {"chooser": chooser, "form": form, "risk": field_name(RISK), "words": words, "is_else": is_else}
    return render(request, "questions/directory.html", shown | context)


def _keep(store, walk, to, row, said):
    """The walk with all that the directory says of them."""
    facts = {f"recipient.{name}": value for name, value in row.as_recipient().items()}
    if row.organisation is not None:
        facts[CHANNEL] = "secure"
    if facts.pop(RISK, False):  # it is written down of them already
        said = {RISK: True}
    walk = _without_recipient(walk).answer(facts | said)
    left = open_questions(walk, get_language())
    response = redirect("questions:question", left[0]["id"]) if left else redirect("questions:check")
    store.save(response, walk)
    store.keep_recipient(to, row.name, facts)
    return response


def _nobody_listed(store, walk):
    """Somebody else: what was known of the one chosen before is forgotten, and their kind is asked."""
    response = redirect("questions:kind")
    store.save(response, _without_recipient(walk) if walk.to else walk)
    store.keep_recipient("", "", ())
    return response


def _without_recipient(walk):
    keys = {key for key in walk.answers if key.startswith("recipient.")} | walk.filled
    return replace(walk.without(keys), to="", to_name="", filled=frozenset())
