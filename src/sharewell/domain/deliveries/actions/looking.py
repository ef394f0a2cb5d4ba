"""The second look: where an organisation wants it, nothing is sent before a colleague has looked at it too.

Where a child may be in immediate danger nothing waits. It goes at once, and the second look is owed
afterwards; so it is where somebody was told by word of mouth.
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sharewell.domain.deliveries import packages, permissions
from sharewell.domain.deliveries.actions.doing import locked, moment, record
from sharewell.domain.deliveries.actions.sending import ShownAnew, send_delivery
from sharewell.domain.deliveries.models import Delivery, SecondLook
from sharewell.domain.deliveries.states import Verdict
from sharewell.domain.errors import Refusal, allow


@transaction.atomic
def ask_for_second_look(*, delivery, shown: str, by, at=None) -> SecondLook:
    """Ask for somebody else's look at exactly what was shown."""
    delivery, at = locked(delivery), moment(at)
    allow(permissions.send_refusal(by, delivery))
    _is_as_shown(delivery, shown)
    _end(delivery, Verdict.REPLACED, by, at)
    look = SecondLook(delivery=delivery, package_sha256=shown, asked_by=by, asked_at=at)
    look.save()
    record("second-look-asked", delivery, by, at, package=shown.encode())
    return look


@transaction.atomic
def withdraw_second_look(*, delivery, by, at=None) -> None:
    """No longer ask for it, for example because the package has to change."""
    delivery, at = locked(delivery), moment(at)
    allow(permissions.send_refusal(by, delivery))
    if _end(delivery, Verdict.REPLACED, by, at):
        record("second-look-withdrawn", delivery, by, at)


@transaction.atomic
def release_after_look(*, look, shown: str, by, at=None) -> Delivery:
    """A second person has looked at the package, and it goes; who asked for the look stays its sender."""
    look, at = _open(look, by), moment(at)
    delivery = locked(look.delivery)
    _is_as_shown(delivery, shown)
    if look.package_sha256 != shown:
        raise Refusal(_("It was changed after the look was asked for."), _("Ask for the look again."))
    _close(look, Verdict.AGREED, "", by, at)
    record("second-look-given", delivery, by, at, package=shown.encode())
    return send_delivery(delivery=delivery, shown=shown, by=look.asked_by, at=at)


@transaction.atomic
def send_back(*, look, words: str, by, at=None) -> None:
    """A second person says what is not right yet; nothing is sent."""
    look, at = _open(look, by), moment(at)
    if not words.strip():
        raise Refusal(_("Say what is not right."))
    _close(look, Verdict.SENT_BACK, words.strip(), by, at)
    record("second-look-refused", look.delivery, by, at, words=words.strip().encode())


@transaction.atomic
def look_afterwards(*, look, was_right: bool, by, words: str = "", at=None) -> None:
    """The look that was owed for what could not wait."""
    look, at = _open(look, by), moment(at)
    if not was_right and not words.strip():
        raise Refusal(_("Say what is not right."))
    _close(look, Verdict.AGREED if was_right else Verdict.SENT_BACK, words.strip(), by, at)
    record("second-look-given" if was_right else "second-look-refused", look.delivery, by, at,
           words=words.strip().encode())  # fmt: skip


def _open(look, by) -> SecondLook:
    look = SecondLook.objects.select_for_update().get(pk=look.pk)
    allow(permissions.second_look_refusal(by, look))
    return look


def _close(look, verdict, words, by, at) -> None:
    look.verdict, look.words, look.by, look.at = verdict, words, by, at
    look.save()


def _is_as_shown(delivery, shown) -> None:
    if packages.digest(packages.build(delivery)) != shown:
        raise ShownAnew(_("Something changed after this page was made. Look at it again."))


def _end(delivery, verdict, by, at) -> int:
    """Close what is still asked for, without a look."""
    return delivery.second_looks.filter(verdict="", is_afterwards=False).update(verdict=verdict, at=at)
