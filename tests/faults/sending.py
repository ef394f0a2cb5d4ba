"""Send: a share leaves once, by a link in a mail or to an inbox on this server, and is recorded once."""

from datetime import timedelta

from tests.faults.finding import Wrong, kinds_about


class Send:
    """The sender presses Send until told that it was sent; the worker empties the outbox.

    Where it was pressed before (`is_pressed`), every step is one of the worker's.
    """

    def __init__(self, way, is_pressed=False):
        self.way, self.is_pressed = way, is_pressed
        self.name = f"{'carry' if is_pressed else 'send'}-{way}"

    def build(self, _post):
        from tests.domain.deliveries.town import prepare, worry_of
        from tests.people import build_town

        town = build_town()
        to = town.gp if self.way == "link" else town.front_door
        ids = {"delivery": str(prepare(worry_of(town), to, town.teacher).pk)}
        if self.is_pressed:
            self.press(ids, lambda **_said: None)
        return ids

    def acts(self, ids, say, heard=(), later=timedelta(0)):
        """What is done in one life. Whoever was told that it was sent (`heard`) presses no more."""
        was_told = any("sent" in each for each in heard)
        return [lambda: was_told or self.press(ids, say), lambda: drain(later), lambda: drain(later)]

    def between(self, house):
        """Between two lives nothing happens."""

    def press(self, ids, say):
        from sharewell.domain.deliveries import actions
        from tests.domain.deliveries.town import digest_of

        delivery = the_delivery(ids)
        if delivery.is_preparing:
            sent = actions.send_delivery(delivery=delivery, shown=digest_of(delivery), by=delivery.by)
            say(sent=sent.package_sha256, checkpoint=signed())

    def is_over(self, ids):
        from sharewell.domain.deliveries.models import Outbox

        return the_delivery(ids).state == "sent" and not Outbox.objects.filter(done_at=None).exists()

    def look(self, ids, said, post):
        """Everything that is not as it should be when all is over, by invariant."""
        from sharewell.domain.deliveries import packages
        from sharewell.domain.deliveries.models import Delivery, Outbox

        wrong, delivery = Wrong(), the_delivery(ids)
        wrong.unless(delivery.state == "sent", "I1", f"lost: {delivery.state}")
        for one in said:
            if "sent" in one:
                wrong.unless(one["sent"] == delivery.package_sha256, "I1", "what was said to be sent is not")
        package = bytes(delivery.package or b"")
        wrong.unless(packages.digest(package) == delivery.package_sha256, "I1", "the package was altered")
        wrong.unless(Delivery.objects.count() == 1, "I2", "there are two packages")
        wrong.unless(Outbox.objects.count() == 1, "I2", "it was queued more than once")
        kinds = kinds_about(f"delivery:{delivery.pk}")
        for kind in ("delivery-sent", "delivery-handed-over"):
            wrong.unless(kinds.count(kind) == 1, "I3", f"{kind} is recorded {kinds.count(kind)} times")
        (self._look_at_mail if self.way == "link" else self._look_at_inbox)(wrong, delivery, post)
        return wrong

    def _look_at_mail(self, wrong, delivery, post):
        from sharewell.domain import secrets_of_links as codes

        wrong.unless(post.mails, "I3", "no mail went out")
        wrong.unless(len(post.ids) == 1, "I2", f"{len(post.ids)} different mails went out")
        wrong.unless(len(post.links) == 1, "I2", f"{len(post.links)} different links went out")
        kept = set(delivery.links.values_list("token_hash", flat=True))
        wrong.unless({codes.hash_token(link) for link in post.links} == kept, "I3", "the link is not ours")

    def _look_at_inbox(self, wrong, delivery, post):
        from sharewell.domain.deliveries import queries

        reader = delivery.decision.recipient.organisation.people.get(role="practitioner")
        arrived = [one.pk for one in queries.inbox_for(reader)]
        wrong.unless(arrived == [delivery.pk], "I2", f"it is in the inbox {len(arrived)} times")
        wrong.unless(not post.mails, "I2", "a mail went out")


def the_delivery(ids):
    from sharewell.domain.deliveries.models import Delivery

    return Delivery.objects.select_related("by", "decision").get(pk=ids["delivery"])


def drain(later=timedelta(0)):
    """The worker, once, perhaps some time later: a claim that a dead worker left behind counts as run out."""
    from django.utils import timezone

    from sharewell.domain.deliveries import outbox

    outbox.drain(timezone.now() + later, claim=timedelta(0))


def signed():
    """The checkpoint that leaves the server with an acknowledgement."""
    from sharewell.domain.audit.actions import current_checkpoint

    return current_checkpoint()
