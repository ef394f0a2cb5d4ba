"""Who looked, which looks a rule points out, and the rules themselves."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sharewell.domain.children.queries import reveals_of
from sharewell.domain.decisions import actions, flag_rules, queries, who_looked
from sharewell.domain.decisions.seeing import takes_part
from sharewell.web.access.forms import FlagForm, TieForm
from sharewell.web.worries.found import list_seen, or_404, seen


@never_cache
@require_safe
def everything(request):
    """What waits for this person's eye, and the ways to everything else about who may see what."""
    person = request.user
    context = {
        "glass": who_looked.glass_to_review(person),
        "flags": [(flag, flag_rules.RULES[flag.rule]) for flag in who_looked.flags_for(person)],
        "seals": who_looked.seals_to_lift(person),
        "shields": who_looked.shield_lifts_to_answer(person),
        "sealed": queries.sealed_worries(person),
        "reviewed": who_looked.glass_reviewed(person),
        "settled": [
            (flag, flag_rules.RULES[flag.rule]) for flag in who_looked.flags_for(person, is_settled=True)
        ],
        "now": timezone.now(),
        "takes_part": takes_part(person),
    }
    return render(request, "access/all.html", context)


@never_cache
@require_safe
def rules(request):
    """Every rule that points out a look, in full."""
    return render(request, "access/rules.html", {"rules": flag_rules.RULES.values()})


@never_cache
@require_safe
def looked(request):
    """Who looked at the worries that I raised."""
    list_seen(request)
    return render(request, "access/looked.html", {"looks": who_looked.looked_at_mine(request.user)})


@never_cache
@require_safe
def looks(request, pk):
    """Who looked at one worry: each person once, then each look."""
    worry = seen(request, queries.worry_for, pk)
    context = {
        "worry": worry,
        "people": who_looked.looks_at(worry),
        "looks": queries.looks_of(worry),
        "lifts": who_looked.shield_lifts_of(worry),
        "reveals": reveals_of(request.user, queries.children_of(worry)),
        "most": queries.MOST_LOOKS,
    }
    return render(request, "access/looks.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def flag(request, pk):
    """One look that a rule points out, and what there was behind it."""
    found = or_404(who_looked.flag_for, request.user, pk)
    form = FlagForm(request.POST if request.method == "POST" else None, use_required_attribute=False)
    if form.is_bound and form.is_valid():
        actions.settle_flag(flag=found, by=request.user, **form.cleaned_data)
        messages.success(request, _("Recorded. Thank you for looking into it."))
        return redirect("access:all")
    context = {
        "flag": found,
        "rule": flag_rules.RULES[found.rule],
        "looks": who_looked.looks_behind(found),
        "form": form,
    }
    return render(request, "access/flag.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def about_me(request):
    """What is my own, so that a look at it stands out."""
    tie = who_looked.tie_of(request.user)
    names = ("names", "postcode", "phone", "email")
    start = {name: getattr(tie, name) for name in names} if tie else {}
    form = TieForm(
        request.POST if request.method == "POST" else None, initial=start, use_required_attribute=False
    )
    if form.is_bound and form.is_valid():
        actions.say_tie(by=request.user, **form.cleaned_data)
        messages.success(request, _("Kept. Nobody sees it; only the rules compare it."))
        return redirect("access:all")
    return render(request, "access/about_me.html", {"form": form})
