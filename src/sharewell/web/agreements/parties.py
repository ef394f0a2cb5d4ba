"""Who is bound, whom to ask there, and who signs."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sharewell.domain.agreements import actions, queries
from sharewell.domain.errors import Clash, Refusal
from sharewell.domain.versions import version_of
from sharewell.web.agreements.forms import NewPartyForm, PartyForm
from sharewell.web.agreements.views import draft_or_404
from sharewell.web.layout.clashes import show_clash, version_in
from sharewell.web.worries.found import or_404


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def every(request, agreement):
    """The parties so far, and adding one."""
    agreement = draft_or_404(request, agreement)
    offered = {str(each.pk): each for each in queries.who_could_join(request.user, agreement)}
    posted = request.POST if request.method == "POST" else None
    form = NewPartyForm(posted, organisations=offered.values())
    if form.is_bound and form.is_valid():
        organisation = offered[form.cleaned_data["organisation"]]
        party = actions.add_party(agreement=agreement, organisation=organisation, by=request.user)
        return redirect("agreements:party", agreement.pk, party.pk)
    return render(request, "agreements/parties.html", {"agreement": agreement, "form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one(request, agreement, party):
    """As what it is bound, whom to ask there, who signs."""
    agreement = draft_or_404(request, agreement)
    party = or_404(queries.party_for, request.user, agreement, party)
    posted = request.POST if request.method == "POST" else None
    form = PartyForm(posted, agreement=agreement)
    stands = {name: getattr(party, name) for name in form.fields}
    form.initial = stands
    if form.is_bound and form.is_valid():
        try:
            actions.change_party(
                party=party, by=request.user, version=version_in(request), **form.cleaned_data
            )
        except Clash as clash:
            return show_clash(request, clash, form, request.path)
        return redirect("agreements:parties", agreement.pk)
    context = {"agreement": agreement, "party": party, "form": form, "version": version_of(stands)}
    return render(request, "agreements/party.html", context)


@never_cache
@require_POST
def remove(request, agreement, party):
    """Take a body out of the draft."""
    agreement = draft_or_404(request, agreement)
    party = or_404(queries.party_for, request.user, agreement, party)
    try:
        actions.remove_party(party=party, by=request.user)
        messages.success(request, _("%(who)s is no party to it any more.") % {"who": party.organisation})
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("agreements:parties", agreement.pk)
