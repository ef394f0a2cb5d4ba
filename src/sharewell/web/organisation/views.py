"""The organisation's own law: its policy document and its start dates."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sharewell.domain.errors import Clash
from sharewell.domain.learning import queries as learning
from sharewell.domain.organisations import actions, permissions, provisions, queries
from sharewell.domain.versions import version_of
from sharewell.web.layout.clashes import show_clash, version_in
from sharewell.web.organisation.forms import SAID, PolicyForm, ReleaseForm, StartForm, WithdrawForm
from sharewell.web.organisation.words import title_of
from sharewell.web.worries.found import or_404


@never_cache
@require_safe
def ours(request):
    """What the organisation has said of itself; who may change it, and what is to be put right."""
    organisation = request.user.organisation
    dates = [(row, title_of(row.provision)) for row in queries.start_dates_for(request.user)]
    refusal = permissions.own_law_refusal(request.user, organisation)
    context = {
        "organisation": organisation,
        "document": learning.policy_document_of(request.user),
        "may_write": learning.may_write(request.user),
        "in_force": [each for each in dates if each[0].withdrawn_at is None],
        "withdrawn": [each for each in dates if each[0].withdrawn_at],
        "may_set": refusal is None,
        "who_may": refusal.who_could_say_yes if refusal else "",
        "open_gaps": [gap for gap in queries.gaps_for(request.user) if gap.closed_at is None],
    }
    return render(request, "organisation/ours.html", context)


def _said(organisation):
    return next(word for word, value in SAID.items() if value is organisation.policy_document_live)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def policy_document(request):
    """Say whether there is a live policy document."""
    organisation = request.user.organisation
    _only_the_officer(request)
    data = request.POST if request.method == "POST" else None
    form = PolicyForm(data, initial={"is_live": _said(organisation)}, use_required_attribute=False)
    if form.is_bound and form.is_valid():
        is_live = SAID[form.cleaned_data["is_live"]]
        version = version_in(request)
        try:
            actions.say_policy_document(
                organisation=organisation, is_live=is_live, version=version, by=request.user
            )
        except Clash as clash:
            return show_clash(request, _in_words(clash, SAID), form, request.path)
        messages.success(request, _("Recorded."))
        return redirect("organisation:ours")
    version = version_of({"is_live": organisation.policy_document_live})
    return render(request, "organisation/policy_document.html", {"form": form, "version": version})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def release_by_two(request):
    """Say whether a second person looks at everything before it is sent."""
    organisation = request.user.organisation
    _only_the_officer(request)
    data = request.POST if request.method == "POST" else None
    now = {"is_wanted": "yes" if organisation.releases_by_two else "no"}
    form = ReleaseForm(data, initial=now, use_required_attribute=False)
    if form.is_bound and form.is_valid():
        is_wanted = form.cleaned_data["is_wanted"] == "yes"
        version = version_in(request)
        try:
            actions.set_release_by_two(
                organisation=organisation, is_wanted=is_wanted, version=version, by=request.user
            )
        except Clash as clash:
            return show_clash(request, _in_words(clash, {"yes": True, "no": False}), form, request.path)
        messages.success(request, _("Recorded."))
        return redirect("organisation:ours")
    version = version_of({"is_wanted": organisation.releases_by_two})
    return render(request, "organisation/release_by_two.html", {"form": form, "version": version})


def _in_words(clash, said):
    """The clash with the words that the form has for each value."""
    word = {value: name for name, value in said.items()}
    theirs, mine = (
        {name: word[value] for name, value in each.items()} for each in (clash.theirs, clash.mine)
    )
    return Clash(theirs=theirs, mine=mine, version=clash.version)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add_start(request):
    """Set a start date that the organisation's own lawyers confirmed."""
    organisation = request.user.organisation
    _only_the_officer(request)
    offered = provisions.with_doubtful_start(organisation.nation)
    form = StartForm(request.POST if request.method == "POST" else None, offered=offered)
    if form.is_bound and form.is_valid():
        actions.set_start_date(organisation=organisation, by=request.user, **form.cleaned_data)
        messages.success(request, _("Recorded. Answers and decisions here count with this day from now on."))
        return redirect("organisation:ours")
    lang = "cy" if get_language() == "cy" else "en"
    doubts = [(each.title[lang], each.doubt[lang]) for each in offered.values() if each.doubt]
    return render(request, "organisation/start.html", {"form": form, "doubts": doubts, "offered": offered})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, start):
    """Withdraw a start date. Decisions that rested on it keep it."""
    row = or_404(queries.start_date_for, request.user, start)
    _only_the_officer(request)
    form = WithdrawForm(request.POST if request.method == "POST" else None, use_required_attribute=False)
    if form.is_bound and form.is_valid():
        actions.withdraw_start_date(start=row, because=form.cleaned_data["because"], by=request.user)
        messages.success(request, _("Withdrawn. Decisions that rested on it keep it."))
        return redirect("organisation:ours")
    context = {"form": form, "start": row, "title": title_of(row.provision)}
    return render(request, "organisation/withdraw.html", context)


def _only_the_officer(request):
    if refusal := permissions.own_law_refusal(request.user, request.user.organisation):
        raise refusal
