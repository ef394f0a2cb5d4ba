"""What an assessment says: its questions, risks, measures, and what people think."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sharewell.domain.dpias import actions, contents, permissions, pictures, queries, states
from sharewell.domain.dpias.actions.writing import LEFT_FIELDS, RISK_FIELDS, VIEW_FIELDS, stands_of
from sharewell.domain.dpias.template import template
from sharewell.domain.errors import Clash
from sharewell.domain.versions import version_of
from sharewell.web.assessments.asking import READ_AND_POST, ask, found, posted
from sharewell.web.assessments.forms import AnswerForm, LeftForm, MeasureForm, RiskForm, ViewForm, lang
from sharewell.web.assessments.words import about_words, how_sure
from sharewell.web.layout.clashes import show_clash, version_in
from sharewell.web.layout.documents import picture_address
from sharewell.web.worries.found import or_404

LAW = ("basis", "condition", "gateway")  # the three lists in which provisions are chosen


@never_cache
@READ_AND_POST
def question(request, assessment, question):
    """One question of its template, and what it takes beside words."""
    row = found(request, assessment)
    try:
        asked = template(row.template).question(question)
    except KeyError:
        raise Http404 from None
    permissions.allow(permissions.write_refusal(request.user, row, question))
    stands = stands_of(row, question)
    offered = queries.provisions_for(row) if asked.kind == "provisions" else ()
    listed = queries.organisations_to_name(request.user) if asked.kind == "recipients" else ()
    names = [(str(each.pk), (each.name_en, each.name_cy)) for each in listed]
    known = {str(each.pk): str(each) for each in listed}
    form = AnswerForm(
        posted(request), initial=_shown(stands, known, offered), question=asked, offered=offered, names=names
    )
    if form.is_bound and form.is_valid():
        given = _given(form.cleaned_data)
        try:
            actions.answer_question(
                assessment=row, question=question, version=version_in(request), by=request.user, **given
            )
        except Clash as clash:
            return show_clash(request, _named_in_words(clash, known), form, request.path, _labels())
        return redirect(_after(row, asked))
    above = contents.parents_content(row).get("answers", {}).get(question)
    context = {
        "assessment": row,
        "question": asked,
        "form": form,
        "version": version_of(stands),
        "above": above,
        "reopened": [
            (each, about_words(each))
            for each in row.reopenings.all()
            if each.question == question and not each.settled_at
        ],
        "to_finish": row.answers.filter(question=question, is_to_finish=True).exists(),
        "sure": how_sure(asked.confidence, template(row.template).rule),
        "kept": LAW if asked.kind == "provisions" else (),
    }
    return render(request, "assessments/question.html", context)


def _after(assessment, asked):
    """The next question of a first draft; else back to the whole."""
    asks = [each.id for each in template(assessment.template).questions]
    following = asks[asks.index(asked.id) + 1 :]
    if assessment.state == states.DRAFT and following:
        empty = contents.answers_of(assessment)
        for ident in following:
            if not empty.get(ident):
                return reverse("assessments:question", args=[assessment.pk, ident])
    return reverse("assessments:one", args=[assessment.pk])


def _shown(stands, known, offered):
    """What a form begins with."""
    shown = dict(stands)
    if "named" in shown:
        shown["named"] = "\n".join(known.get(each, each) for each in shown["named"])
    if "provisions" in shown:
        sorts = {each.id: each.sort for each in offered}
        for sort in LAW:
            shown[sort] = [ident for ident in shown["provisions"] if sorts.get(ident) == sort]
    return shown


def _given(said):
    """What was typed, as the action takes it."""
    given = {name: value for name, value in said.items() if name not in LAW}
    if LAW[0] in said:
        given["provisions"] = sorted(ident for sort in LAW for ident in said[sort])
    for name in ("purposes", "kinds"):
        if name in given:
            given[name] = sorted(given[name])
    return given


def _named_in_words(clash, known):
    """A clash with the names of organisations in place of their ids."""

    def said(values):
        if "named" not in values:
            return values
        return values | {"named": "\n".join(known.get(each, each) for each in values["named"])}

    return Clash(
        theirs=said(clash.theirs), mine=said(clash.mine), version=clash.version, rest=said(clash.rest)
    )


def _labels():
    return {"provisions": _("On which law does it rest?")}


# --- Risks and measures ---------------------------------------------------------------------------------


@never_cache
@require_safe
def risks(request, assessment):
    """The risks of sharing beside those of not sharing: one picture, and the same as a table. Another
    organisation reads them as they were signed off.
    """
    row = found(request, assessment)
    if row.keeper_id != request.user.organisation_id:
        return redirect("assessments:read", row.pk)
    content = contents.content_of(row)
    numbered = [each | {"number": number} for number, each in enumerate(content["risks"], 1)]
    above = len(contents.parents_content(row).get("risks", ()))
    own = [(number, risk) for number, risk in enumerate(contents.live_risks(row), above + 1)]
    drawn = {"content": pictures.grid(numbered, lang()), "of": "svg"}
    context = {
        "assessment": row,
        "picture": picture_address(drawn) if numbered else "",
        "alt": pictures.in_words(numbered, lang()),
        "sides": [
            (
                words,
                [(number, risk, contents.live_measures(risk)) for number, risk in own if risk.side == side],
            )
            for side, words in states.SIDES.items()
        ],
        "above": numbered[:above],
        "sides_words": states.SIDES,
        "levels": states.LEVELS,
        "may_write": row.keeper_id == request.user.organisation_id
        and permissions.write_refusal(request.user, row) is None,
        "likelihood": states.LIKELIHOOD,
        "severity": states.SEVERITY,
        "finishable": {
            each.pk
            for _number, risk in own
            for each in contents.live_measures(risk)
            if permissions.finish_measure_refusal(request.user, each) is None
        },
    }
    return render(request, "assessments/risks.html", context)


def _to_risks(assessment):
    return redirect("assessments:risks", assessment.pk)


def _writes(request, assessment):
    row = found(request, assessment)
    permissions.allow(permissions.write_refusal(request.user, row))
    return row


@never_cache
@READ_AND_POST
def add_risk(request, assessment):
    """Write down a risk, in one's own words."""
    row = _writes(request, assessment)
    side = request.GET.get("side")
    form = RiskForm(posted(request), initial={"side": side if side in states.SIDES else None})

    def write(said):
        new = actions.add_risk(assessment=row, by=request.user, **said)
        return redirect("assessments:risk", row.pk, new.pk)

    return ask(
        request, row, form, write, title=_("A risk"), submit=_("Add this risk"), back="risks",
        says=[
            _("In your own words: what could happen, where does it come from, and whom would it harm?"),
            _("Think of both: what sharing could do, and what could happen to a child if nobody shared."),
        ],
        labels_of={
            "title": _("In a few words"),
            "about": _("Where does it come from, and whom would it harm?"),
        },
    )  # fmt: skip


@never_cache
@READ_AND_POST
def risk(request, assessment, risk):
    """One risk: what it is, what is done about it, and what is left."""
    row = _writes(request, assessment)
    found_risk = or_404(queries.risk_of, request.user, row, risk)
    is_left = request.POST.get("part") == "left"
    now = {name: getattr(found_risk, name) for name in (*RISK_FIELDS, *LEFT_FIELDS)}
    main = RiskForm(None if is_left else posted(request), initial=now)
    left = LeftForm(posted(request) if is_left else None, initial=now)
    form = left if is_left else main
    if form.is_bound and form.is_valid():
        try:
            actions.change_risk(
                risk=found_risk, version=version_in(request), by=request.user, **form.cleaned_data
            )
        except Clash as clash:
            return show_clash(request, clash, form, request.path)
        messages.success(request, _("Saved."))
        return _to_risks(row) if is_left else redirect(request.path)
    context = {
        "assessment": row,
        "risk": found_risk,
        "main": main,
        "left": left,
        "measures": contents.live_measures(found_risk),
        "version": version_of({name: now[name] for name in RISK_FIELDS}),
        "left_version": version_of({name: now[name] for name in LEFT_FIELDS}),
        "is_of_sharing": found_risk.side == states.SHARING,
    }
    return render(request, "assessments/risk.html", context)


@never_cache
@require_POST
def remove_risk(request, assessment, risk):
    """Take a risk out."""
    row = _writes(request, assessment)
    actions.remove_risk(risk=or_404(queries.risk_of, request.user, row, risk), by=request.user)
    messages.success(request, _("Taken out. What was signed off with it keeps it."))
    return _to_risks(row)


@never_cache
@READ_AND_POST
def add_measure(request, assessment, risk):
    """Say what is done about a risk."""
    row = _writes(request, assessment)
    about = or_404(queries.risk_of, request.user, row, risk)
    people = queries.colleagues_for_hats(request.user)
    form = MeasureForm(posted(request), people=people)

    def write(said):
        actions.add_measure(risk=about, by=request.user, **_measure(said, people))
        return redirect("assessments:risk", row.pk, about.pk)

    return ask(
        request, row, form, write, title=_("What is done about it?"), submit=_("Add this"),
        says=[about.title],
        back="risks",
    )  # fmt: skip


@never_cache
@READ_AND_POST
def measure(request, assessment, measure):
    """Say it otherwise."""
    row = _writes(request, assessment)
    each = or_404(queries.measure_of, request.user, row, measure)
    people = queries.colleagues_for_hats(request.user)
    stands = {
        "text_en": each.text_en, "text_cy": each.text_cy, "effect": each.effect, "owner": each.owner,
        "due_on": each.due_on,
    }  # fmt: skip
    shown = stands | {"owner": str(each.owner_id) if each.owner_id else ""}
    form = MeasureForm(posted(request), people=people, initial=shown)

    def write(said):
        actions.change_measure(
            measure=each, version=version_in(request), by=request.user, **_measure(said, people)
        )
        return redirect("assessments:risk", row.pk, each.risk_id)

    return ask(
        request, row, form, write, title=_("What is done about it?"), stands=stands, says=[each.risk.title],
        back="risks", remove=("assessments:remove_measure", each.pk),
    )  # fmt: skip


def _measure(said, people):
    """What was typed, with the person whom it names."""
    return said | {"owner": next((each for each in people if str(each.pk) == said["owner"]), None)}


@never_cache
@require_POST
def remove_measure(request, assessment, measure):
    """Take it out."""
    row = _writes(request, assessment)
    each = or_404(queries.measure_of, request.user, row, measure)
    actions.remove_measure(measure=each, by=request.user)
    return redirect("assessments:risk", row.pk, each.risk_id)


@never_cache
@require_POST
def measure_done(request, assessment, measure):
    """It is done."""
    row = found(request, assessment)
    actions.finish_measure(measure=or_404(queries.measure_of, request.user, row, measure), by=request.user)
    messages.success(request, _("Recorded as done."))
    return _to_risks(row)


# --- What people think ----------------------------------------------------------------------------------


@never_cache
@READ_AND_POST
def add_view(request, assessment):
    """Write down what people think, or why they were not asked."""
    row = _writes(request, assessment)
    form = ViewForm(posted(request))

    def write(said):
        actions.add_view(assessment=row, by=request.user, **_view(said))

    return ask(
        request, row, form, write, title=_("What do people think?"), submit=_("Add this"),
        labels_of=_view_labels(),
        says=[_("Children, families or those who speak for them. Where nobody was asked, say why.")],
    )  # fmt: skip


@never_cache
@READ_AND_POST
def view(request, assessment, view):
    """The same otherwise."""
    row = _writes(request, assessment)
    each = or_404(queries.view_of, request.user, row, view)
    stands = {name: getattr(each, name) for name in VIEW_FIELDS}
    shown = stands | {"were_asked": "yes" if each.were_asked else "no"}
    form = ViewForm(posted(request), initial=shown)

    def write(said):
        actions.change_view(view=each, version=version_in(request), by=request.user, **_view(said))

    return ask(
        request, row, form, write, title=_("What do people think?"), stands=stands, labels_of=_view_labels(),
        remove=("assessments:remove_view", each.pk),
    )  # fmt: skip


def _view_labels():
    return {
        "whose": _("Who are they?"),
        "said": _("What did they say; or why were they not asked?"),
        "did": _("What was done with it?"),
    }


def _view(said):
    return said | {"were_asked": said["were_asked"] == "yes"}


@never_cache
@require_POST
def remove_view(request, assessment, view):
    """Take it out."""
    row = _writes(request, assessment)
    actions.remove_view(view=or_404(queries.view_of, request.user, row, view), by=request.user)
    return redirect("assessments:one", row.pk)
