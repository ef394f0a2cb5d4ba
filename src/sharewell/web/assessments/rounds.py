"""Round the hats: sending it, looking, advising, approving; the Commissioner; and what is opened again."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from sharewell.domain.dpias import actions, clocks, contents, permissions, queries, states
from sharewell.domain.dpias.readiness import high_risks_left, must_consult, sign_refusal, unfinished
from sharewell.web.accounts.step_up import asks_again
from sharewell.web.assessments.asking import READ_AND_POST, ask, found, posted
from sharewell.web.assessments.forms import (
    AdviceForm,
    CommissionersForm,
    DayForm,
    OpenForm,
    RemarkForm,
    SaidForm,
    SettleForm,
    SignForm,
    TakenForm,
    lang,
)
from sharewell.web.assessments.words import about_words, how_sure_of_limit, missing_words, question_title
from sharewell.web.worries.found import or_404


@never_cache
@READ_AND_POST
def send(request, assessment):
    """The author has finished: what is missing is listed, and nothing is sent before it is there."""
    row = found(request, assessment)
    permissions.allow(permissions.write_refusal(request.user, row))
    missing = [missing_words(row, each) for each in unfinished(row)]
    refusal = permissions.send_refusal(request.user, row)
    if request.method == "POST" and not missing and not refusal:
        actions.send_round(assessment=row, by=request.user)
        messages.success(request, _("Sent. Whoever is next is told by mail."))
        return redirect("assessments:one", row.pk)
    context = {
        "assessment": row,
        "missing": missing,
        "refusal": refusal,
        "to_finish": contents.still_to_finish(row),
    }
    return render(request, "assessments/send.html", context)


def _with_turn(request, assessment, hat):
    row = found(request, assessment)
    permissions.allow(permissions.turn_refusal(request.user, row, hat))
    return row


@never_cache
@READ_AND_POST
def review(request, assessment):
    """The reviewer has looked: on to the data protection officer."""
    row = _with_turn(request, assessment, states.REVIEWER)
    form = RemarkForm(posted(request))

    def write(said):
        actions.review(assessment=row, by=request.user, **said)

    return ask(
        request, row, form, write, title=_("Review it"),
        submit=_("Hand it on to the data protection officer"), reads=True, changes=True,
        says=[_("Is it clear, is it true, and is anything missing? Read the whole of it first.")],
        labels_of={"said": _("Anything to say?")},
    )  # fmt: skip


@never_cache
@READ_AND_POST
def changes(request, assessment):
    """Back to the author, with what is to change."""
    row = found(request, assessment)
    if not row.turn or row.turn == states.AUTHOR:
        raise Http404
    permissions.allow(permissions.turn_refusal(request.user, row, row.turn))
    form = SaidForm(posted(request))

    def write(said):
        actions.ask_for_changes(assessment=row, by=request.user, **said)

    return ask(
        request, row, form, write, title=_("What should change?"), submit=_("Send it back to its author"),
    )  # fmt: skip


@never_cache
@READ_AND_POST
def advise(request, assessment):
    """The data protection officer's advice: on to the approver."""
    row = _with_turn(request, assessment, states.OFFICER)
    if row.state != states.ADVISING:
        raise Http404
    form = AdviceForm(posted(request))

    def write(said):
        actions.advise(assessment=row, by=request.user, **said)

    return ask(
        request, row, form, write, title=_("Your advice"), submit=_("Give this advice"), reads=True,
        changes=True,
        says=[_("Whoever approves says what is done with it, and gives reasons where it is not followed.")],
        labels_of={"text": _("Your advice in words")},
    )  # fmt: skip


@never_cache
@READ_AND_POST
def settle_advice(request, assessment):
    """What is done with the advice."""
    row = _with_turn(request, assessment, states.APPROVER)
    advice = row.advice.filter(round=row.round).first()
    if advice is None:
        raise Http404
    form = TakenForm(
        posted(request),
        initial={"taken": advice.taken, "because_en": advice.because_en, "because_cy": advice.because_cy},
    )

    def write(said):
        actions.settle_advice(assessment=row, by=request.user, **said)
        return redirect("assessments:sign_off", row.pk)

    return ask(
        request, row, form, write, title=_("What do you do with the advice?"), changes=True,
        says=[states.ADVICE[advice.says], advice.text], labels_of={"because": _("Why?")},
    )  # fmt: skip


@never_cache
@READ_AND_POST
@asks_again
def sign_off(request, assessment):
    """The approver takes on the risk that is left; not before the Commissioner was asked about a high one."""
    row = _with_turn(request, assessment, states.APPROVER)
    people = [each.person for each in row.hats.select_related("person")]
    form = SignForm(posted(request), people=people, initial={"review_owner": str(request.user.pk)})
    refusal = sign_refusal(request.user, row)

    def write(said):
        owner = next(each for each in people if str(each.pk) == said["review_owner"])
        actions.sign_off(assessment=row, review_on=said["review_on"], review_owner=owner, by=request.user)
        messages.success(request, _("Signed off. It covers what you share from now on."))

    context = {"high": high_risks_left(row), "must_consult": must_consult(row), "refusal": refusal}
    return ask(
        request, row, form, write, title=_("Sign it off"), submit=_("I take on the risk that is left"),
        reads=True, changes=True, template="assessments/sign_off.html",
        risks=list(contents.live_risks(row)), levels=states.LEVELS,
        advice=row.advice.filter(round=row.round).first(), **context,
    )  # fmt: skip


@never_cache
@READ_AND_POST
def ask_commissioner(request, assessment):
    """A high risk is left: the day on which the Information Commissioner was asked."""
    row = _with_turn(request, assessment, states.APPROVER)
    if not must_consult(row):
        raise Http404
    form = DayForm(posted(request), initial={"on": timezone.localdate()})

    def write(said):
        actions.ask_commissioner(assessment=row, asked_on=said["on"], by=request.user)

    return ask(
        request, row, form, write, title=_("Ask the Information Commissioner"), submit=_("They were asked"),
        says=[
            _("Send them this assessment, and start nothing before they answer. Nothing is sent from here."),
            clocks.limit(row.regime, timezone.localdate()).text[lang()],
        ],
        sure=how_sure_of_limit(row),
    )  # fmt: skip


def _asked(request, assessment):
    row = _with_turn(request, assessment, states.OFFICER)
    asked = row.consultations.filter(answered_on=None).last()
    if asked is None:
        raise Http404
    return row, asked


@never_cache
@READ_AND_POST
def need_longer(request, assessment):
    """The Commissioner needs longer."""
    row, asked = _asked(request, assessment)
    if asked.extended_on:
        raise Http404
    form = DayForm(posted(request), initial={"on": timezone.localdate()})

    def write(said):
        actions.need_longer(consultation=asked, told_on=said["on"], by=request.user)

    return ask(request, row, form, write, title=_("When did they say that they need longer?"))


@never_cache
@READ_AND_POST
def note_answer(request, assessment):
    """What the Commissioner answered."""
    row, asked = _asked(request, assessment)
    form = CommissionersForm(posted(request))

    def write(said):
        actions.note_answer(consultation=asked, by=request.user, **said)

    return ask(
        request, row, form, write, title=_("What the Information Commissioner answered"),
        labels_of={"said": _("Their answer in words")},
    )  # fmt: skip


@never_cache
@READ_AND_POST
def open_again(request, assessment):
    """Somebody says that something happened: it opens again the questions which that touches."""
    row = found(request, assessment)
    permissions.allow(permissions.reopen_refusal(request.user, row.keeper))
    if not row.is_in_force:
        raise Http404
    form = OpenForm(posted(request))

    def write(said):
        actions.reopen(
            organisation=row.keeper, because=said["because"], about=f"told:{uuid4()}", assessment=row,
            by=request.user,
        )  # fmt: skip
        messages.success(request, _("Its author is told. What was signed off still covers what you share."))

    return ask(
        request, row, form, write, title=_("Something happened"), submit=_("Open it again"),
        says=[
            _("Only the questions that it touches are opened."),
            _("A new recipient, a change in the law and a jump in numbers are noticed by themselves."),
        ],
    )  # fmt: skip


@never_cache
@READ_AND_POST
def settle(request, assessment, reopening):
    """How a question stands that was opened again."""
    row = found(request, assessment)
    opened = or_404(queries.reopening_of, request.user, row, reopening)
    permissions.allow(permissions.settle_refusal(request.user, opened))
    form = SettleForm(posted(request))

    def write(said):
        actions.settle(reopening=opened, by=request.user, **said)

    answer = contents.answers_of(row).get(opened.question)
    return ask(
        request, row, form, write, title=question_title(row, opened.question), submit=_("It is settled"),
        template="assessments/settle.html", opened=opened, answer=answer,
        about=about_words(opened), labels_of={"said": _("Why?")},
    )  # fmt: skip
