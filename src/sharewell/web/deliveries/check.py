"""Check before sending: what they will see, what stays behind, what to look at first, and the one button."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sharewell.domain.decisions.actions import file_what_waits
from sharewell.domain.decisions.queries import cover_now, who_may_see
from sharewell.domain.deliveries import (
    actions,
    cautions,
    choices,
    outbox,
    packages,
    permissions,
    queries,
    reading,
)
from sharewell.domain.deliveries.actions.sending import ShownAnew
from sharewell.domain.deliveries.known import strangers_to
from sharewell.domain.deliveries.states import INBOX, TOLD_ANOTHER_WAY
from sharewell.domain.errors import Clash, Refusal
from sharewell.domain.versions import version_of
from sharewell.minimising import retype
from sharewell.web.accounts.step_up import asks_again
from sharewell.web.deliveries.forms import AboutForm, TextForm, WordsForm
from sharewell.web.deliveries.pages import of_a_delivery
from sharewell.web.layout.clashes import show_clash, version_in
from sharewell.web.worries.covering import lines_now, ways_forward


@require_http_methods(["GET", "POST"])
@of_a_delivery
def check(request, delivery):
    if not delivery.is_preparing:
        return redirect("deliveries:sent", delivery.pk)
    wrong = ""
    if request.method == "POST":
        try:
            return _do(request, delivery)
        except ShownAnew as error:
            wrong = error.reason
        except Refusal as error:
            wrong = str(error)
    return render(request, "deliveries/check.html", _context(request.user, delivery) | {"wrong": wrong})


def _context(person, delivery) -> dict:
    things = choices.things_for(delivery)
    package = packages.build(delivery, things)
    found = cautions.cautions_for(delivery, things, get_language())
    now = cover_now(delivery.decision, timezone.localdate())
    return {
        "delivery": delivery,
        "seen": reading.read_out(packages.read(package), hides=True),
        "pictures": "deliveries:content",
        "shown": packages.digest(package),
        "left_out": packages.left_out(delivery, things),
        "behind": lines_now(delivery.decision, now),
        "waits": _ways(person, delivery, now),
        "cautions": found,
        "to_mend": [one for one in found if one.level != cautions.LOOK],
        "to_look": [one for one in found if one.level == cautions.LOOK],
        "is_told": delivery.way in TOLD_ANOTHER_WAY,
    } | _second_look(person, delivery, packages.digest(package))


def _ways(person, delivery, now):
    """The ways forward of a flow whose cover has ended since it was decided; None where nothing waits."""
    if now is None or now.is_as_decided or not now.wait:
        return None
    return ways_forward(now.wait, delivery.to, person)


def _second_look(person, delivery, shown) -> dict:
    """What this person can do about a second look: ask for one, wait for one, or give one."""
    look = queries.second_look_of(person, delivery)
    is_wanted = permissions.needs_second_look(delivery) and delivery.way not in TOLD_ANOTHER_WAY
    is_asked = look is not None and not look.verdict and look.package_sha256 == shown
    return {
        "look": look,
        "look_is_wanted": is_wanted,
        "look_is_asked": is_asked,
        "can_look": is_asked and permissions.second_look_refusal(person, look) is None,
        "can_send": permissions.send_refusal(person, delivery) is None,
        "could_look": [seer.person for seer in who_may_see(delivery.worry) if seer.person != person],
        "send_back_form": WordsForm(label=_("What is not right?"), missing=_("Say what is not right")),
    }


def _do(request, delivery):
    """One mend, or the send. Each mend comes back to this page, which is built anew."""
    do = request.POST.get("do", "")
    if act := _ACTS.get(do):
        return act(request, delivery)
    mend = {"leave-out": _leave_out, "keep": _keep, "item-out": _item_out}.get(do)
    if mend is None:
        raise Http404
    mend(request, delivery, _caution(request, delivery))
    return redirect("deliveries:check", delivery.pk)


@asks_again
def _send(request, delivery):
    shown = request.POST.get("shown", "")
    return _gone(actions.send_delivery(delivery=delivery, shown=shown, by=request.user))


def _gone(delivery):
    if delivery.way == INBOX:
        outbox.drain()  # the inbox is on this server, so there is nothing to wait for
    return redirect("deliveries:sent", delivery.pk)


def _ask(request, delivery):
    actions.ask_for_second_look(delivery=delivery, shown=request.POST.get("shown", ""), by=request.user)
    messages.success(request, _("They see on their first page that you ask for a second look."))
    return redirect("deliveries:check", delivery.pk)


def _withdraw(request, delivery):
    actions.withdraw_second_look(delivery=delivery, by=request.user)
    return redirect("deliveries:check", delivery.pk)


@asks_again
def _agree(request, delivery):
    look = _look(request, delivery)
    shown = request.POST.get("shown", "")
    return _gone(actions.release_after_look(look=look, shown=shown, by=request.user))


def _back(request, delivery):
    actions.send_back(look=_look(request, delivery), words=request.POST.get("words", ""), by=request.user)
    messages.success(request, _("It went back with your words, and nothing was sent."))
    return redirect("deliveries:check", delivery.pk)


def _list(request, delivery):
    file_what_waits(decision=delivery.decision, by=request.user)
    messages.success(request, _("It stands on their list, with a day. Nothing was sent."))
    return redirect("deliveries:check", delivery.pk)


_ACTS = {
    "send": _send, "ask": _ask, "withdraw": _withdraw, "agree": _agree, "back": _back, "list": _list,
}  # fmt: skip


def _look(request, delivery):
    look = queries.second_look_of(request.user, delivery)
    if look is None:
        raise Refusal(_("Nobody asks for a second look any more."))
    return look


def _caution(request, delivery):
    """What was pointed out, found again by its id: the page never sends back the words that it hid."""
    asked = request.POST.get("caution", "")
    found = cautions.cautions_for(delivery, lang=get_language())
    caution = next((one for one in found if one.id == asked), None)
    if caution is None:
        raise Refusal(_("This text has changed in the meantime. Look at it again."))
    return caution


def _leave_out(request, delivery, caution):
    place = {"key": caution.key, "start": caution.start, "end": caution.end, "hit": caution.hit}
    actions.leave_out_passage(delivery=delivery, by=request.user, **place)
    messages.success(request, _("Those words are left out now."))


def _keep(request, delivery, caution):
    reason = request.POST.get("reason", "")
    actions.keep_passage(delivery=delivery, key=caution.key, hit=caution.hit, reason=reason, by=request.user)
    messages.success(request, _("Kept, and your reason with it."))


def _item_out(request, delivery, caution):
    reason = _("It holds something that this recipient does not need.")
    actions.choose(delivery=delivery, chosen={caution.key: (False, reason)}, by=request.user)
    messages.success(request, _("That is left out now."))


@require_http_methods(["GET", "POST"])
@of_a_delivery
def text(request, delivery, key):
    """Other words for this recipient: an entry shortened, a file's passages typed anew, a description."""
    thing = next((one for one in choices.things_for(delivery) if one.key == key), None)
    if thing is None or thing.group not in (choices.ENTRIES, choices.PAPERS) or not delivery.is_preparing:
        raise Http404
    is_about = request.GET.get("what") == "about"
    initial = {"text": thing.row.about if is_about else _first_words(delivery, thing)}
    form = (AboutForm if is_about else TextForm)(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data["text"].replace("\r\n", "\n")
        who = {"delivery": delivery, "by": request.user, "version": version_in(request)}
        try:
            if is_about:
                actions.describe_file(attachment=thing.row, about=typed, **who)
            else:
                actions.change_text(key=key, text=typed, **who)
        except Clash as clash:
            return show_clash(request, clash, form, request.get_full_path())
        return redirect("deliveries:check", delivery.pk)
    found = [
        one for one in cautions.cautions_for(delivery, lang=get_language()) if one.key == key and one.hit
    ]
    context = {"delivery": delivery, "thing": thing, "form": form, "is_about": is_about, "cautions": found}
    context["version"] = version_of({"text": thing.row.about if is_about else thing.text})
    return render(request, "deliveries/text.html", context)


def _first_words(delivery, thing) -> str:
    """Where typing starts: the words as they stand; for a file its own text, with what was found left out."""
    if thing.group == choices.ENTRIES or thing.is_changed:
        return thing.text
    known = strangers_to(delivery, choices.things_for(delivery))
    return "\n\n".join(passage.text for passage in retype(thing.row.clean, known, delivery.language))
