"""Addresses that must not be disclosed: seeing one, for a reason and once; marking one as such, and asking
for that to end.
"""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sharewell.domain.children.meeting import let_through
from sharewell.domain.decisions import actions, permissions, queries
from sharewell.web.accounts.step_up import asks_again
from sharewell.web.worries.forms import LiftShieldForm, RevealForm
from sharewell.web.worries.found import or_404, seen


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reveal(request, pk, address):
    """Ask why; then show the address once, on the answer to the press itself and on no page of its own."""
    worry = seen(request, queries.worry_for, pk)
    address = or_404(queries.safe_address_in, worry, address)
    form = RevealForm(request.POST if request.method == "POST" else None, use_required_attribute=False)
    if form.is_bound and form.is_valid():
        return _shown(request, worry, address, form.cleaned_data["reason"])
    return render(request, "worries/reveal.html", {"form": form, "worry": worry, "address": address})


@asks_again
def _shown(request, worry, address, reason):
    words = actions.reveal_address(worry=worry, address=address, by=request.user, reason=reason)
    let_through([address.pk])
    context = {"worry": worry, "address": address, "words": words, "reason": reason}
    return render(request, "worries/revealed.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lift_shield(request, pk, address):
    """Say that an address need not be hidden any more. It stays hidden until a second person agrees."""
    worry = seen(request, queries.worry_for, pk)
    address = or_404(queries.safe_address_in, worry, address)
    if refusal := permissions.ask_to_lift_shield_refusal(request.user, worry, address):
        raise refusal
    form = LiftShieldForm(request.POST if request.method == "POST" else None, use_required_attribute=False)
    if form.is_bound and form.is_valid():
        return _asked(request, worry, address, form.cleaned_data["because"])
    return render(request, "worries/lift_shield.html", {"form": form, "worry": worry, "address": address})


@asks_again
def _asked(request, worry, address, because):
    actions.ask_to_lift_shield(worry=worry, address=address, because=because, by=request.user)
    messages.success(request, _("Asked. It stays hidden until a second person agrees."))
    return redirect("worries:one", worry.pk)


@never_cache
@require_POST
def shield(request, pk, place):
    """From now on this address must not be disclosed."""
    worry = seen(request, queries.worry_for, pk)
    place = or_404(queries.place_in, worry, place)
    actions.shield_place(worry=worry, place=place, by=request.user)
    messages.success(request, _("It must not be disclosed from now on, and no page shows it."))
    return redirect("worries:one", worry.pk)
