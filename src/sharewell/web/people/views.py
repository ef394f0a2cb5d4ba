"""The people who sign in where an administrator works. Nothing here shows a worry, or a child."""

from functools import wraps

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sharewell.domain.organisations import actions, permissions, queries
from sharewell.web.accounts.step_up import asks_again
from sharewell.web.people.forms import BecauseForm, PersonForm, RoleForm, hints
from sharewell.web.worries.found import or_404

FORM = require_http_methods(["GET", "HEAD", "POST"])


def for_administrators(view):
    """An administrator's page; anybody else is told who could say yes."""

    @never_cache
    @wraps(view)
    def checked(request, *args, **kwargs):
        permissions.allow(permissions.see_people_refusal(request.user))
        return view(request, *args, **kwargs)

    return checked


def of_a_person(view):
    """An administrator's page about one of the people here; any other is not found."""

    @for_administrators
    @wraps(view)
    def found(request, person, **kwargs):
        return view(request, or_404(queries.person_for, request.user, person), **kwargs)

    return found


@require_safe
@for_administrators
def all_people(request):
    """Everybody who signs in here, and what waits for a second person."""
    people = queries.all_people_for(request.user)
    context = {
        "people": [person for person in people if person.is_active],
        "ended": [person for person in people if not person.is_active],
        "waiting": queries.changes_waiting_for(request.user),
    }
    return render(request, "people/all.html", context)


@FORM
@for_administrators
def add(request):
    """Write somebody in."""
    form = PersonForm(request.POST if request.method == "POST" else None, use_required_attribute=False)
    if form.is_bound and form.is_valid():
        return _add(request, form.cleaned_data)
    return render(request, "people/add.html", {"form": form, "hints": hints()})


@asks_again
def _add(request, said):
    person = actions.add_person(organisation=request.user.organisation, by=request.user, **said)
    code = actions.give_first_code(person=person, by=request.user)
    return render(request, "people/code.html", {"person": person, "code": code, "is_new": True})


@require_safe
@of_a_person
def one(request, person):
    """One of them: their role, what was asked for their account, and what can be done."""
    changes = queries.changes_of(request.user, person)
    context = {
        "person": person,
        "open": [change for change in changes if change.is_open],
        "past": [change for change in changes if not change.is_open],
        "is_self": person.pk == request.user.pk,
        "has_second_step": queries.has_second_step(person),
    }
    return render(request, "people/one.html", context)


@FORM
@of_a_person
def role(request, person):
    """Give somebody another role, or ask for it."""
    permissions.allow(permissions.change_account_refusal(request.user, person))
    form = RoleForm(request.POST if request.method == "POST" else None, now=person.role)
    if form.is_bound and form.is_valid():
        return _change_role(request, person, form.cleaned_data)
    context = {"form": form, "person": person, "hints": hints(), "others": _who_confirms(request, person)}
    return render(request, "people/role.html", context)


@asks_again
def _change_role(request, person, said):
    change = actions.change_role(person=person, by=request.user, **said)
    words = _("Asked for. It counts once a second person has confirmed it.") if change else _("Changed.")
    messages.success(request, words)
    return redirect("people:one", person.pk)


@FORM
@of_a_person
def second_step(request, person):
    """Ask that somebody who lost their telephone may set up their second step anew."""
    permissions.allow(permissions.change_account_refusal(request.user, person))
    form = BecauseForm(request.POST if request.method == "POST" else None, use_required_attribute=False)
    if form.is_bound and form.is_valid():
        return _ask_for_second_step(request, person, form.cleaned_data)
    context = {"form": form, "person": person, "others": _who_confirms(request, person)}
    return render(request, "people/second_step.html", context)


@asks_again
def _ask_for_second_step(request, person, said):
    actions.ask_for_second_step(person=person, by=request.user, **said)
    messages.success(request, _("Asked for. It counts once a second person has confirmed it."))
    return redirect("people:one", person.pk)


@require_POST
@of_a_person
@asks_again
def first_code(request, person):
    """Another code for somebody who has not signed in yet."""
    code = actions.give_first_code(person=person, by=request.user)
    return render(request, "people/code.html", {"person": person, "code": code, "is_new": True})


@require_POST
@of_a_person
def sign_out(request, person):
    """Sign somebody out everywhere, at once: a laptop was left on a train."""
    actions.sign_out_everywhere(person=person, by=request.user)
    messages.success(request, _("Signed out everywhere."))
    return redirect("people:one", person.pk)


@FORM
@of_a_person
def end(request, person):
    """End somebody's access. What they wrote stays."""
    refusal = permissions.end_access_refusal(request.user, person, queries.is_last_administrator(person))
    permissions.allow(refusal)
    if request.method == "POST":
        return _end(request, person)
    return render(request, "people/end.html", {"person": person})


@asks_again
def _end(request, person):
    actions.end_access(person=person, by=request.user)
    messages.success(request, _("Their access has ended."))
    return redirect("people:all")


def _who_confirms(request, person):
    return queries.who_may_confirm(request.user, person)
