"""The walk of somebody who is signed in: a draft, which outlives the browser, a restart and a time-out."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse

from sharewell.domain.decisions import actions, queries
from sharewell.domain.errors import NotFound
from sharewell.web.layout.clashes import number_in
from sharewell.web.questions.walks import Walk
from sharewell.web.worries.naming import find

CURRENT = "draft"  # the session's key for the draft that is being walked
RECIPIENT = "recipient"  # the page of a draft that keeps who was chosen from the directory
VERSION = "version"  # the hidden field that says which version a page was drawn from


def current_draft(request: HttpRequest):
    """The draft that this session goes on with, or nothing."""
    pk = request.session.get(CURRENT)
    if not pk:
        return None
    try:
        return queries.draft_for(request.user, pk)
    except NotFound:
        return None


def go_on_with(request: HttpRequest, draft) -> None:
    """This session goes on with that draft; with none, it begins anew."""
    if draft is None:
        request.session.pop(CURRENT, None)
    else:
        request.session[CURRENT] = str(draft.pk)


class DraftStore:
    """Keeps the walk in a draft. One begun signed out is carried over with the first thing saved."""

    def __init__(self, request: HttpRequest, signed_out) -> None:
        self.request = request
        self.signed_out = signed_out
        self.draft = current_draft(request)
        self.organisation = (self.draft.owner if self.draft else request.user).organisation
        self.known = queries.known_of(self.organisation) | self._deciding_about()

    def _deciding_about(self) -> dict:
        """Of a draft that decides about a worry: what is known of the first whom it goes to."""
        to = self.draft.forms.get("pairs", {}).get("to", []) if self.draft else []
        rows = filter(None, (find(self.draft.owner, value) for value in to))
        first = next(rows, None)
        return {f"recipient.{name}": value for name, value in first.as_recipient().items()} if first else {}

    @property
    def version(self) -> int:
        return self.draft.version if self.draft else 0

    def load(self) -> Walk:
        """The walk so far, with what the service knows of this person's organisation."""
        answers = self.draft.answers if self.draft else self.signed_out.load().answers
        chosen = self.draft.forms.get(RECIPIENT, {}) if self.draft else {}
        return Walk(
            {key: value for key, value in answers.items() if key not in self.known and key != "law.starts"},
            self.known,
            to=chosen.get("to", ""),
            to_name=chosen.get("name", ""),
            filled=frozenset(chosen.get("filled", ())),
        ).sound()

    def save(self, response: HttpResponse, walk: Walk) -> None:
        """Save what this page changed. Clash where somebody else changed it since the page was drawn."""
        if self.draft is None:
            self.begin(walk.answers)
        else:
            before = self.load().answers
            changed = {key: value for key, value in walk.answers.items() if before.get(key) != value}
            changed |= {key: None for key in before if key not in walk.answers}
            version = number_in(self.request) or self.version
            self.draft = actions.save_answers(
                draft=self.draft, changed=changed, version=version, by=self.request.user
            )
        self.signed_out.forget(response)

    def keep_recipient(self, to: str, name: str, filled: Iterable[str]) -> None:
        """Keep who was chosen from the directory, and which answers come from there; "" for nobody."""
        actions.save_form(
            draft=self.draft, page=RECIPIENT, typed={"to": to, "name": name, "filled": sorted(filled)},
            version=self.draft.version, by=self.request.user,
        )  # fmt: skip

    def begin(self, answers: dict):
        """A new draft with these answers, which this session goes on with."""
        self.draft = actions.begin_draft(by=self.request.user, answers=answers)
        go_on_with(self.request, self.draft)
        return self.draft

    def forget(self, response: HttpResponse) -> None:
        """Throw the walk away."""
        if self.draft and self.draft.owner_id == self.request.user.pk:
            actions.discard_draft(draft=self.draft, by=self.request.user)
        self.draft = None
        go_on_with(self.request, None)
        self.signed_out.forget(response)
