"""Beginning an assessment: is one needed, who takes which part; offering it to others, and ending it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from sharewell.domain.dpias import actions, permissions, queries, states, template
from sharewell.domain.errors import Clash
from sharewell.domain.organisations.states import ADMINISTRATOR
from sharewell.domain.versions import version_of
from sharewell.web.assessments.asking import READ_AND_POST, ask, found, posted
from sharewell.web.assessments.forms import (
    BeginForm,
    HatsForm,
    OfferForm,
    ScreeningForm,
    TitleForm,
    WhyForm,
)
from sharewell.web.law.words import confidences
from sharewell.web.layout.clashes import show_clash, version_in


@never_cache
@READ_AND_POST
def begin(request):
    """Give it a title; say whether it is overarching, or builds on one."""
    permissions.allow(permissions.start_refusal(request.user))
    overarching = queries.overarching_for(request.user)
    form = BeginForm(posted(request), overarching=overarching)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        chosen = said.pop("parent", "")
        parent = next((row for row in overarching if str(row.pk) == chosen), None)
        row = actions.start_assessment(by=request.user, parent=parent, **said)
        return redirect("assessments:screening", row.pk)
    return render(request, "assessments/begin.html", {"form": form})


@never_cache
@READ_AND_POST
def shipped(request):
    """Take up the assessment of this software, which its deployer finishes."""
    permissions.allow(permissions.start_refusal(request.user))
    if request.method == "POST":
        row = actions.start_shipped(by=request.user)
        messages.success(request, _("Here it is. What is marked is for you to finish."))
        return redirect("assessments:one", row.pk)
    return render(request, "assessments/shipped.html")


@never_cache
@READ_AND_POST
def screening(request, assessment):
    """Is one needed? Eleven questions."""
    row = found(request, assessment)
    permissions.allow(permissions.screen_refusal(request.user, row))
    form = ScreeningForm(posted(request), initial=row.screening)
    if form.is_bound and form.is_valid():
        try:
            actions.screen(
                assessment=row, answers=form.cleaned_data, version=version_in(request), by=request.user
            )
        except Clash as clash:
            return show_clash(request, clash, form, request.path)
        return redirect("assessments:screened", row.pk)
    stands = {name: row.screening.get(name) for name in form.fields}
    sure = [(each.asks, confidences()[each.confidence]) for each in template.screening()]
    context = {"form": form, "assessment": row, "version": version_of(stands), "sure": sure}
    return render(request, "assessments/screening.html", context)


@never_cache
@READ_AND_POST
def screened(request, assessment):
    """What follows from it: write one, or say why none is made."""
    row = found(request, assessment)
    permissions.allow(permissions.screen_refusal(request.user, row))
    if not row.screened_as:
        return redirect("assessments:screening", row.pk)
    form = WhyForm(posted(request) if request.POST.get("then") == "leave" else None)
    if request.POST.get("then") == "make":
        actions.make_it(assessment=row, by=request.user)
        return redirect("assessments:one", row.pk)
    if form.is_bound and form.is_valid() and row.screened_as != states.REQUIRED:
        actions.leave_it(assessment=row, by=request.user, **form.cleaned_data)
        messages.success(request, _("Recorded, with the reason."))
        return redirect("assessments:one", row.pk)
    words = states.SCREENED[row.screened_as]
    context = {
        "form": form,
        "assessment": row,
        "words": words,
        "is_required": row.screened_as == states.REQUIRED,
    }
    return render(request, "assessments/screened.html", context)


@never_cache
@READ_AND_POST
def title(request, assessment):
    """Give it another title."""
    row = found(request, assessment)
    permissions.allow(permissions.write_refusal(request.user, row))
    stands = {"title_en": row.title_en, "title_cy": row.title_cy}
    form = TitleForm(posted(request), initial=stands)

    def write(said):
        actions.rename_assessment(assessment=row, version=version_in(request), by=request.user, **said)

    return ask(request, row, form, write, title=_("What is it called?"), stands=stands)


@never_cache
@READ_AND_POST
def hats(request, assessment):
    """Who writes, reviews, advises and approves. Four people."""
    row = found(request, assessment)
    permissions.allow(permissions.withdraw_refusal(request.user, row))
    people = queries.colleagues_for_hats(request.user)
    worn = {hat: permissions.wearer_of(row, hat) for hat in states.HATS}
    now = {hat: str(person.pk) if person else "" for hat, person in worn.items()}
    form = HatsForm(posted(request), people=people, fits=_fits, initial=now)
    by_pk = {str(person.pk): person for person in people}

    def write(said):
        chosen = {hat: by_pk[pk] for hat, pk in said.items() if pk}
        actions.give_hats(assessment=row, hats=chosen, version=version_in(request), by=request.user)

    return ask(
        request, row, form, write, title=_("Who takes which part?"), submit=_("Save"), stands=now,
        says=[
            _("Four different people, so that nobody looks at their own work."),
            _("Advice is the data protection officer's to give. A leader or a safeguarding lead approves."),
        ],
    )  # fmt: skip


def _fits(hat, person):
    return person.role in permissions.FITS.get(hat, (person.role,)) and person.role != ADMINISTRATOR


@never_cache
@READ_AND_POST
def offer(request, assessment):
    """Offer an overarching one to another organisation here."""
    row = found(request, assessment)
    permissions.allow(permissions.offer_refusal(request.user, row))
    organisations = queries.organisations_to_offer(request.user, row)
    form = OfferForm(posted(request), organisations=organisations)

    def write(said):
        chosen = next(each for each in organisations if str(each.pk) == said["organisation"])
        actions.offer_assessment(assessment=row, organisation=chosen, by=request.user)

    return ask(
        request, row, form, write, title=_("Offer it to others"), submit=_("Offer it"),
        says=[_("They read what was signed off, and build their own on it. What changes here shows there.")],
    )  # fmt: skip


@never_cache
@READ_AND_POST
def withdraw(request, assessment):
    """End it, with the reason."""
    row = found(request, assessment)
    permissions.allow(permissions.withdraw_refusal(request.user, row))
    form = WhyForm(posted(request))

    def write(said):
        actions.withdraw_assessment(assessment=row, by=request.user, **said)

    return ask(
        request, row, form, write, title=_("Withdraw this assessment"), submit=_("Withdraw it"),
        kind="warning",
        says=[_("It covers nothing from then on. What was signed off stays readable.")],
    )  # fmt: skip
