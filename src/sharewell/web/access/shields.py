"""The second person's word on an address that need not be hidden any more."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sharewell.domain.decisions import actions, permissions, who_looked
from sharewell.web.accounts.step_up import asks_again
from sharewell.web.worries.found import seen


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def shield(request, pk):
    """Who asked to stop hiding an address, and why; agree, leave it hidden, or say that it was read."""
    lift = seen(request, who_looked.shield_lift_for, pk)
    answer = _ANSWERS.get(request.POST.get("do"))
    if answer:
        return answer(request, lift)
    person, second_people = request.user, who_looked.who_agrees(lift)
    context = {
        "lift": lift,
        "second_people": second_people,
        "may_lift": permissions.lift_shield_refusal(person, lift, second_people) is None,
        "may_keep": permissions.keep_shield_refusal(person, lift, second_people) is None,
        "sees": permissions.see_worry_refusal(person, lift.worry) is None,
        "is_told": any(alert.lift_id == lift.pk for alert in who_looked.shields_told(person)),
    }
    return render(request, "access/shield.html", context)


@asks_again
def _lift(request, lift):
    actions.lift_shield(lift=lift, by=request.user)
    messages.success(
        request, _("The address is shown openly from now on. Anybody of the team can hide it again.")
    )
    return redirect("access:shield", lift.pk)


def _keep(request, lift):
    actions.keep_shield(lift=lift, by=request.user)
    messages.success(request, _("The address stays hidden."))
    return redirect("access:shield", lift.pk)


def _read(request, lift):
    actions.put_away_alerts(by=request.user, lift=lift)
    return redirect("home:today")


_ANSWERS = {"lift": _lift, "keep": _keep, "read": _read}
