"""Sealing a worry, and lifting a seal by two."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sharewell.domain.decisions import actions, permissions, queries, who_looked
from sharewell.domain.organisations.queries import colleagues_of
from sharewell.web.access.forms import LiftForm, SealForm
from sharewell.web.worries.found import or_404, seen


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def seal(request, pk):
    """Leave a worry to named people."""
    worry = seen(request, queries.worry_for, pk)
    if refusal := permissions.seal_refusal(request.user, worry):
        raise refusal
    people = [
        person
        for person in colleagues_of(request.user)
        if person.pk != worry.raised_by_id
        and permissions.add_member_refusal(request.user, worry, person) is None
    ]
    form = SealForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_bound and form.is_valid():
        chosen = [person for person in people if str(person.pk) in form.cleaned_data["people"]]
        refusal = permissions.sealed_people_refusal(request.user, [worry.raised_by, *chosen])
        if refusal is None:
            actions.seal_worry(
                worry=worry, because=form.cleaned_data["because"], people=chosen, by=request.user
            )
            messages.success(request, _("Sealed. Only the people named see it now."))
            return redirect("worries:one", worry.pk)
        form.add_error("people", str(refusal))
    return render(request, "access/seal.html", {"form": form, "worry": worry})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lift(request, pk):
    """Ask for a seal to be lifted; or, as the second person, lift it or leave it."""
    found = or_404(who_looked.seal_for, request.user, pk)
    may_ask = permissions.ask_to_lift_refusal(request.user, found) is None
    may_answer = permissions.lift_refusal(request.user, found) is None
    form = LiftForm(
        request.POST if request.method == "POST" and may_ask else None, use_required_attribute=False
    )
    if request.method == "POST" and may_answer:
        is_lifted = request.POST.get("do") == "lift"
        actions.answer_lift(seal=found, is_lifted=is_lifted, by=request.user)
        messages.success(request, _("The seal is lifted.") if is_lifted else _("The seal stays."))
        return redirect("access:all")
    if form.is_bound and form.is_valid():
        actions.ask_to_lift_seal(seal=found, because=form.cleaned_data["because"], by=request.user)
        messages.success(request, _("Asked. It stays sealed until a second person agrees."))
        return redirect("worries:one", found.worry_id)
    context = {"seal": found, "form": form, "may_ask": may_ask, "may_answer": may_answer}
    return render(request, "access/lift.html", context)
