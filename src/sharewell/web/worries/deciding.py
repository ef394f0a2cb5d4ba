"""Confirming each decision: a child and a recipient at a time, on one page; asks only what differs."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sharewell.domain.decisions import actions, queries, states
from sharewell.domain.deliveries.actions import prepare_delivery
from sharewell.domain.errors import Clash, NotFound
from sharewell.web.layout.clashes import number_in
from sharewell.web.questions.drafts import go_on_with
from sharewell.web.worries.choosing import ChoiceForm, said_of
from sharewell.web.worries.covering import ahead, ways_forward
from sharewell.web.worries.forms import TellingForm
from sharewell.web.worries.pairs import ALL, TOO_MANY, Pairs
from sharewell.web.worries.raising import show_clash
from sharewell.web.worries.typed import as_posted, shown, typed_in

PAGE = "decide"


class Page:
    """One form for each pair, and one about telling the family."""

    def __init__(self, pairs, data, is_final):
        self.choices = [
            self._form(
                ChoiceForm,
                data,
                is_final,
                pair=pair,
                organisation=pairs.worry.organisation,
                is_first=number == 0,
                prefix=pair.name,
            )  # fmt: skip
            for number, pair in enumerate(pairs.pairs)
        ]
        self.telling = self._form(
            TellingForm,
            data,
            is_final,
            prefix="telling",
            use_required_attribute=False,
            start=telling_of(pairs),
        )

    def _form(self, form, data, is_final, start=None, **kwargs):
        if is_final:
            return form(data, **kwargs)
        return shown(form, data, **kwargs) if data else form(initial=start, **kwargs)

    def is_valid(self):
        choices = all([form.is_valid() for form in self.choices])
        shares = any(form.cleaned_data.get("choice") == states.SHARE for form in self.choices)
        if not shares:
            self.telling = shown(
                TellingForm, self.telling.data, use_required_attribute=False, prefix="telling"
            )
            return choices
        return self.telling.is_valid() and choices

    @property
    def can_share(self):
        """Whether anything of it can be shared; else nobody is asked about telling the family."""
        return any(form.can_share for form in self.choices)

    @property
    def forms(self):
        return [*self.choices, self.telling]

    def records(self):
        """What `record_decisions` takes: an empty reason is the first one's."""
        first = self.choices[0].cleaned_data["reason"]
        telling = getattr(self.telling, "cleaned_data", {})
        for form in self.choices:
            record = {
                "child": form.pair.child,
                "to": form.pair.to,
                "choice": form.cleaned_data["choice"],
                "reason": form.cleaned_data["reason"] or first,
                "also": form.pair.also,
                "lang": get_language(),
            }
            if record["choice"] == states.NOT_SHARE:
                yield record | {"review_on": form.cleaned_data["review_on"]}
            else:
                yield record | telling | form.ground()


def telling_of(pairs):
    """What the walk and the rules said of telling the family, as a beginning that can be changed."""
    if not any(pair.outcome["tell"] in ("not-yet", "do-not-tell") for pair in pairs.pairs):
        return {}
    why = pairs.shared.get("views.telling", "unknown")
    return {"telling": "not-telling", "telling_reason": said_of("views.telling", why)}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request, pk):
    """First what still differs, where anything does; then each pair with its answer and the choice."""
    try:
        draft = queries.draft_for(request.user, pk)
    except NotFound:
        messages.success(request, _("That is recorded, or was thrown away. You find your worries here."))
        return redirect("home:today")
    actions.note_look_at(row=draft, by=request.user, page=request.resolver_match.view_name)
    pairs = Pairs(request.user, draft)
    if not pairs.recipients or not pairs.children:
        return redirect("worries:who", draft.worry_id)
    if request.method == "POST" and request.POST.get("do") == "walk":
        go_on_with(request, draft)
        return redirect("questions:start")
    questions = pairs.questions(request.POST if request.POST.get("do") == "answer" else None)
    if questions:
        return _ask(request, draft, pairs, questions)
    return _choose(request, draft, pairs)


def _is_over(request):
    messages.success(request, _("That is recorded, or was thrown away. You find your worries here."))
    return redirect("home:today")


def _ask(request, draft, pairs, questions):
    asked = [form for _scope, _row, form in questions]
    if request.POST.get("do") == "save":
        return _later(request, draft, None)
    if request.POST.get("do") == "answer" and all([form.is_valid() for form in asked]):
        answers = {scope: dict(given) for scope, given in pairs.answers.items()}
        for scope, _row, form in questions:
            answers.setdefault(scope, {}).update(form.answers())
        version = number_in(request) or draft.version
        try:
            actions.save_form(draft=draft, page="answers", typed=answers, version=version, by=request.user)
        except Clash as clash:
            return show_clash(request, clash, "worries:decide", draft.pk)
        return redirect("worries:decide", draft.pk)
    shared = [each for each in questions if each[0] == ALL]
    context = {
        "draft": draft,
        "worry": draft.worry,
        "questions": questions,
        "forms": asked,
        "is_long": len(shared) > TOO_MANY,
        "count": len(shared),
    }
    return render(request, "worries/differs.html", context)


def _choose(request, draft, pairs):
    is_final = request.POST.get("do") == "go"
    data = request.POST if request.method == "POST" else as_posted(draft.forms.get(PAGE, {}))
    if request.POST.get("do") == "save":
        return _later(request, draft, typed_in(request))
    page = Page(pairs, data, is_final)
    if not is_final or not page.is_valid():
        context = {
            "draft": draft,
            "worry": draft.worry,
            "page": page,
            "forms": page.forms,
            "ahead": ahead,
            "ways_forward": lambda pair: ways_forward(pair.wait, pair.to, request.user),
        }
        return render(request, "worries/decide.html", context)
    try:
        made = actions.record_decisions(
            draft=draft, pairs=list(page.records()), answers=pairs.shared, by=request.user
        )
    except NotFound:
        return _is_over(request)
    go_on_with(request, None)
    return _go_on(request, draft.worry, [decision for decision in made if decision.is_to_share])


def _later(request, draft, typed):
    if typed is not None:
        version = number_in(request) or draft.version
        try:
            actions.save_form(draft=draft, page=PAGE, typed=typed, version=version, by=request.user)
        except Clash as clash:
            return show_clash(request, clash, "worries:decide", draft.pk)
    messages.success(request, _("Kept. You find it here, under what is not finished."))
    return redirect("home:today")


def _go_on(request, worry, shares):
    """To what they need, or, where nothing is shared, back to the worry."""
    prepared = [prepare_delivery(decision=decision, by=request.user) for decision in shares]
    if prepared:
        return redirect("deliveries:items", prepared[0].pk)
    messages.success(request, _("Recorded. It comes back to you on the day you chose."))
    return redirect("worries:one", worry.pk)
