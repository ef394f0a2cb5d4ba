"""What became of it: the line of five dots, the code to read out, recalling, chasing, writing down an
answer.
"""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sharewell.domain.deliveries import actions, packages, permissions, printouts, queries, reading
from sharewell.domain.deliveries.states import (
    LINK,
    NEVER_LEFT,
    NOT_OPENED,
    State,
    answers_open_to,
    is_unopened,
)
from sharewell.domain.errors import Refusal
from sharewell.web.accounts.step_up import asks_again
from sharewell.web.deliveries.forms import WordsForm, WrittenAnswerForm
from sharewell.web.deliveries.pages import as_file, of_a_delivery
from sharewell.web.worries.covering import lines_gone, lines_of


@require_safe
@of_a_delivery
def sent(request, delivery):
    if delivery.is_preparing:
        return redirect("deliveries:items", delivery.pk)
    if delivery.state == State.DROPPED:
        return redirect("worries:one", delivery.worry.pk)
    can_follow = permissions.follow_refusal(request.user, delivery) is None
    look = queries.second_look_of(request.user, delivery)
    context = {
        "delivery": delivery,
        "dots": queries.dots_for(delivery),
        "answers": delivery.answers.all(),
        "chases": delivery.chases.select_related("by"),
        "openings": delivery.openings.all(),
        "telling": getattr(delivery, "telling", None),
        "door": queries.code_for(request.user, delivery) if delivery.way == LINK else None,
        "link": delivery.links.last(),
        "silence": queries.silence(delivery),
        "trouble": queries.has_trouble(delivery) and delivery.state in NOT_OPENED,
        "unopened": is_unopened(delivery, timezone.now()),
        "area": delivery.worry.organisation.area,
        "can_follow": can_follow,
        "can_prepare": delivery.state == State.RECALLED
        and permissions.prepare_refusal(request.user, delivery.decision) is None,
        "can_answer": can_follow and bool(answers_open_to(delivery.state)),
        "seen": reading.read_out(packages.read(bytes(delivery.package)), hides=True),
        "pictures": "deliveries:content",
        "left_out": delivery.left_out,
        "behind": lines_of(delivery.decision),
        "behind_gone": lines_gone(delivery),
        "others": queries.still_preparing(request.user, delivery),
        "State": State,
        "look": look,
        "can_look": look is not None and permissions.second_look_refusal(request.user, look) is None,
        "look_form": WordsForm(label=_("What is not right?"), missing=_("Say what is not right")),
    }
    return render(request, "deliveries/sent.html", context)


@require_POST
@of_a_delivery
def looked(request, delivery):
    """The second look that was owed for what could not wait."""
    look, was_right = queries.second_look_of(request.user, delivery), request.POST.get("do") == "right"
    words = request.POST.get("words", "")
    if look is None:
        raise Http404
    actions.look_afterwards(look=look, was_right=was_right, words=words, by=request.user)
    messages.success(request, _("Your look is written down."))
    return redirect("deliveries:sent", delivery.pk)


@require_safe
@of_a_delivery
@asks_again
def package_pdf(request, delivery):
    """The sender's own copy of what was sent; a safe address that went to the recipient is not in it."""
    if delivery.state in NEVER_LEFT:
        return redirect("deliveries:sent", delivery.pk)
    return as_file(
        printouts.package_pdf(delivery, hides=True),
        "application/pdf",
        printouts.file_name(delivery, get_language()),
    )


@require_http_methods(["GET", "POST"])
@of_a_delivery
def recall(request, delivery):
    form = WordsForm(
        request.POST or None, label=_("Why do you recall it?"), missing=_("Say why you recall it")
    )

    def do(words):
        actions.recall(delivery=delivery, reason=words, by=request.user)
        messages.success(request, _("It is recalled. They can no longer open it."))

    return _ask_words(request, delivery, form, "deliveries/recall.html", permissions.recall_refusal, do)


@require_http_methods(["GET", "POST"])
@of_a_delivery
def drop(request, delivery):
    """Not send it after all."""
    label = _("Why does it not go after all?")
    form = WordsForm(request.POST or None, label=label, missing=_("Say why it does not go"))

    def do(words):
        actions.drop(delivery=delivery, reason=words, by=request.user)
        messages.success(request, _("It is put away, and nothing was sent."))

    return _ask_words(request, delivery, form, "deliveries/drop.html", permissions.change_refusal, do)


@require_POST
@of_a_delivery
def renew(request, delivery):
    actions.renew_link(delivery=delivery, by=request.user)
    messages.success(
        request, _("A fresh link is on its way to them, with a new code. Tell them the new code.")
    )
    return redirect("deliveries:sent", delivery.pk)


@require_http_methods(["GET", "POST"])
@of_a_delivery
def chase(request, delivery):
    kind = "escalation" if queries.silence(delivery) == "escalate" else "chase"
    label = _("Who did you speak to, and what did they say?")
    form = WordsForm(request.POST or None, label=label, missing=_("Say who you spoke to, and what they said"))

    def do(words):
        actions.chase(delivery=delivery, kind=kind, words=words, by=request.user)
        messages.success(request, _("Written down. The clock runs again from now."))

    context = {"kind": kind, "area": delivery.worry.organisation.area}
    return _ask_words(
        request, delivery, form, "deliveries/chase.html", permissions.follow_refusal, do, context
    )


def _ask_words(request, delivery, form, page, ask, do, context=None):
    """A page that asks for a few words, and does one thing with them."""
    if refusal := ask(request.user, delivery):
        raise refusal
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data["words"])
        except Refusal as error:
            form.add_error("words", str(error))
        else:
            return redirect("deliveries:sent", delivery.pk)
    return render(request, page, {"delivery": delivery, "form": form} | (context or {}))


@require_http_methods(["GET", "POST"])
@of_a_delivery
def answer(request, delivery):
    """Write down what the recipient said by word of mouth."""
    if refusal := permissions.follow_refusal(request.user, delivery):
        raise refusal
    form = WrittenAnswerForm(request.POST or None, state=delivery.state)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_down_answer(delivery=delivery, by=request.user, **form.cleaned_data)
        except Refusal as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Written down."))
            return redirect("deliveries:sent", delivery.pk)
    return render(request, "deliveries/answer.html", {"delivery": delivery, "form": form})
