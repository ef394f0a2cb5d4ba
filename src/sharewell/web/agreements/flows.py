"""Who gives what to whom, and whether the law holds for it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sharewell.domain.agreements import actions, checks, grounds, permissions, queries
from sharewell.domain.agreements.actions.flows import flow_stands
from sharewell.domain.errors import Clash
from sharewell.domain.versions import version_of
from sharewell.web.agreements.forms import FlowForm, GroundForm, HowForm
from sharewell.web.agreements.views import draft_or_404, working_copy_or_404
from sharewell.web.layout.clashes import show_clash, version_in
from sharewell.web.worries.found import or_404


@never_cache
@require_safe
def every(request, agreement):
    """The flows so far."""
    agreement = working_copy_or_404(request, agreement)
    found = checks.check(agreement)
    flows = agreement.flows.select_related("giver__organisation").prefetch_related("receivers__organisation")
    context = {
        "agreement": agreement,
        "rows": [(flow, _purpose(flow), _wrong(found, flow)) for flow in flows],
        "may_draft": permissions.draft_refusal(request.user, agreement) is None,
    }
    return render(request, "agreements/flows.html", context)


def _purpose(flow):
    return grounds.say("worry.purpose", flow.purpose)[_lang()]


def _lang():
    return "cy" if get_language() == "cy" else "en"


def _wrong(found, flow):
    return [each for each in found if each.flow == flow and each.is_wrong]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request, agreement):
    """Who gives what to whom, and what for."""
    agreement = draft_or_404(request, agreement)
    form = FlowForm(request.POST if request.method == "POST" else None, agreement=agreement)
    if form.is_bound and form.is_valid():
        giver, receivers, said = _said(agreement, form)
        flow = actions.add_flow(
            agreement=agreement, giver=giver, receivers=receivers, by=request.user, **said
        )
        return redirect("agreements:flow_how", agreement.pk, flow.pk)
    return render(request, "agreements/flow_form.html", {"agreement": agreement, "form": form})


def _said(agreement, form):
    """The parties that were chosen, and the rest of what was typed."""
    parties = {str(each.pk): each for each in agreement.parties.all()}
    said = dict(form.cleaned_data)
    giver = parties[said.pop("giver")]
    return giver, [parties[pk] for pk in said.pop("receivers")], said


@never_cache
@require_safe
def one(request, agreement, flow):
    """One flow: what was said of it, and what the rules find."""
    agreement = working_copy_or_404(request, agreement)
    flow = or_404(queries.flow_for, request.user, agreement, flow)
    found = checks.check_flow(flow)
    bases = {row.party_id: row for row in flow.bases.all()}
    context = {
        "agreement": agreement,
        "flow": flow,
        "purpose": _purpose(flow),
        "parties": [
            (party, _rests_on(bases.get(party.pk)), [each for each in found if each.party.pk == party.pk])
            for party in [flow.giver, *flow.receivers.all()]
        ],
        "may_draft": permissions.draft_refusal(request.user, agreement) is None,
    }
    return render(request, "agreements/flow.html", context)


def _rests_on(row):
    """The titles of what a party rests on."""
    named = [row.basis, row.condition, row.power] if row else []
    return [grounds.title(pk)[_lang()] for pk in named if pk]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def who(request, agreement, flow):
    """Change who gives what to whom."""
    return _change(request, agreement, flow, FlowForm, "agreements/flow_form.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def how(request, agreement, flow):
    """Say how often, when, how secured, how long kept, and of which sorts it is."""
    return _change(request, agreement, flow, HowForm, "agreements/flow_how.html")


def _change(request, agreement, flow, form_class, template):
    agreement = draft_or_404(request, agreement)
    flow = or_404(queries.flow_for, request.user, agreement, flow)
    form = form_class(request.POST if request.method == "POST" else None, agreement=agreement)
    stands = flow_stands(flow, form.fields)
    form.initial = stands
    if form.is_bound and form.is_valid():
        said = dict(form.cleaned_data)
        if "giver" in said:
            said["giver"], said["receivers"], rest = _said(agreement, form)
            said |= rest
        try:
            actions.change_flow(flow=flow, by=request.user, version=version_in(request), **said)
        except Clash as clash:
            return show_clash(request, clash, form, request.path)
        return redirect("agreements:flow", agreement.pk, flow.pk)
    context = {"agreement": agreement, "flow": flow, "form": form, "version": version_of(stands)}
    return render(request, template, context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ground(request, agreement, flow, party):
    """Say what one party rests it on."""
    agreement = draft_or_404(request, agreement)
    flow = or_404(queries.flow_for, request.user, agreement, flow)
    party = or_404(queries.party_for, request.user, agreement, party)
    row = next((row for row in flow.bases.all() if row.party_id == party.pk), None)
    stands = {name: getattr(row, name, "") for name in GroundForm.SORTS}
    form = GroundForm(
        request.POST if request.method == "POST" else None, initial=stands,
        fitting=checks.fitting(flow, party), nation=party.organisation.nation,
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            or_404(_ground, flow, party, request, form.cleaned_data)
        except Clash as clash:
            return show_clash(request, clash, form, request.path)
        return redirect("agreements:flow", agreement.pk, flow.pk)
    context = {"agreement": agreement, "flow": flow, "party": party, "form": form}
    return render(request, "agreements/ground.html", context | {"version": version_of(stands)})


def _ground(flow, party, request, said):
    actions.ground_flow(flow=flow, party=party, by=request.user, version=version_in(request), **said)


@never_cache
@require_POST
def remove(request, agreement, flow):
    """Take a flow out of the draft."""
    agreement = draft_or_404(request, agreement)
    flow = or_404(queries.flow_for, request.user, agreement, flow)
    actions.remove_flow(flow=flow, by=request.user)
    messages.success(request, _("Flow %(n)s is taken out.") % {"n": flow.number})
    return redirect("agreements:flows", agreement.pk)


@never_cache
@require_safe
def checked(request, agreement):
    """What the rules find of every flow."""
    agreement = working_copy_or_404(request, agreement)
    found = checks.check(agreement)
    flows = list(dict.fromkeys(each.flow for each in found if each.flow))
    context = {
        "agreement": agreement,
        "above": [each for each in found if each.flow is None],
        "flows": [(flow.number, [each for each in found if each.flow == flow]) for flow in flows],
        "wrong": [each for each in found if each.is_wrong],
    }
    return render(request, "agreements/checks.html", context)
