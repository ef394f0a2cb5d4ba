"""Who may see a worry: adding a colleague with a reason, and ending it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sharewell.domain.decisions import actions, permissions, queries
from sharewell.domain.organisations.queries import colleagues_of
from sharewell.web.worries.forms import ExtendForm, MemberForm
from sharewell.web.worries.found import or_404, seen


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request, pk):
    """Let a colleague see the worry."""
    worry = seen(request, queries.worry_for, pk)
    people = [
        person
        for person in colleagues_of(request.user)
        if permissions.see_worry_refusal(person, worry)
        and not permissions.add_member_refusal(request.user, worry, person)
    ]
    form = MemberForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_bound and form.is_valid():
        [person] = [person for person in people if str(person.pk) == form.cleaned_data["person"]]
        actions.add_member(
            worry=worry, person=person, because=form.cleaned_data["because"],
            until=form.cleaned_data["until"], by=request.user,
        )  # fmt: skip
        messages.success(request, _("%(who)s may see this worry now.") % {"who": person.name})
        return redirect("worries:one", worry.pk)
    return render(request, "worries/member.html", {"form": form, "worry": worry, "people": people})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def extend(request, pk, member):
    """Give somebody of the team a later last day, with the reason."""
    worry = seen(request, queries.worry_for, pk)
    found = or_404(queries.member_in, worry, member)
    if refusal := permissions.add_member_refusal(request.user, worry, found.person):
        raise refusal
    form = ExtendForm(request.POST if request.method == "POST" else None, member=found)
    if form.is_bound and form.is_valid():
        actions.extend_member(member=found, by=request.user, **form.cleaned_data)
        messages.success(request, _("%(who)s may see this worry for longer.") % {"who": found.person.name})
        return redirect("worries:one", worry.pk)
    return render(request, "worries/extend.html", {"form": form, "worry": worry, "member": found})


@never_cache
@require_POST
def end(request, pk, member):
    """Take it back."""
    worry = seen(request, queries.worry_for, pk)
    found = or_404(queries.member_in, worry, member)
    actions.end_member(member=found, by=request.user)
    messages.success(request, _("%(who)s may no longer see this worry.") % {"who": found.person.name})
    return redirect("worries:one", worry.pk)
