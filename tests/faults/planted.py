"""Faults put in on purpose, each the way that it is usually done wrong: the harness must find every one.

They are scenes like the others (`python -m tests.faults naive --until-wrong`); the product does none of this.
"""

import shutil

from tests.faults.sending import Send, signed, the_delivery


class Planted(Send):
    """A wrong way of sending. `finds` is the invariant that it breaks."""

    name = finds = ""

    def __init__(self):
        super().__init__("link")
        self.name = type(self).name


class Naive(Planted):
    """Mail first, then write down that it was mailed: who dies in between mails again, another link."""

    name, finds = "naive", "I2"

    def press(self, ids, say):
        from django.db import transaction

        delivery = the_delivery(ids)
        if not delivery.is_preparing:
            return
        mail(delivery, token := new_token())
        with transaction.atomic():
            sent = write_down(delivery, token)
        say(sent=sent.package_sha256, checkpoint=signed())


class Forgetful(Planted):
    """Write down that it was mailed, then mail: who dies in between never mails."""

    name, finds = "forgetful", "I3"

    def press(self, ids, say):
        from django.db import transaction

        delivery = the_delivery(ids)
        if not delivery.is_preparing:
            return
        with transaction.atomic():
            sent = write_down(delivery, token := new_token())
        mail(delivery, token)
        say(sent=sent.package_sha256, checkpoint=signed())


class TooEarly(Planted):
    """Say that it was sent before the transaction has ended."""

    name, finds = "too-early", "I1"

    def press(self, ids, say):
        from django.db import transaction

        from sharewell.domain.deliveries import actions
        from tests.domain.deliveries.town import digest_of

        delivery = the_delivery(ids)
        if delivery.is_preparing:
            with transaction.atomic():
                sent = actions.send_delivery(delivery=delivery, shown=digest_of(delivery), by=delivery.by)
                say(sent=sent.package_sha256)


class Apart(Planted):
    """Record the event in a transaction of its own, after the write that it tells of."""

    name, finds = "apart", "I3"

    def press(self, ids, say):
        from sharewell.domain.deliveries.actions import sending

        recorded, really = [], sending.record
        sending.record = lambda *args, **more: recorded.append((args, more))
        try:
            super().press(ids, say)
        finally:
            sending.record = really
        for args, more in recorded:
            really(*args, **more)


class Rewound(Planted):
    """After a crash somebody puts yesterday's database back, and says nothing."""

    name, finds = "rewound", "I4"

    def between(self, house):
        shutil.rmtree(house.home)
        shutil.copytree(house.template, house.home)


FAULTS = (Naive, Forgetful, TooEarly, Apart, Rewound)


def new_token():
    from sharewell.domain import secrets_of_links as codes

    return codes.new_token()


def mail(delivery, token):
    """Mail the link at once, with whatever Message-ID comes."""
    from django.core.mail import EmailMessage

    from sharewell.domain.deliveries import notices

    EmailMessage(*notices.notice(delivery, token), to=[delivery.to.email]).send()


def write_down(delivery, token):
    """Everything that the product writes down of a send that is over."""
    from django.utils import timezone

    from sharewell.domain import secrets_of_links as codes
    from sharewell.domain.audit.actions import record_event
    from sharewell.domain.deliveries import actions
    from tests.domain.deliveries.town import digest_of

    sent = actions.send_delivery(delivery=delivery, shown=digest_of(delivery), by=delivery.by)
    sent.links.update(token_hash=codes.hash_token(token))
    sent.outbox.update(done_at=timezone.now())
    type(sent).objects.filter(pk=sent.pk).update(state="sent")
    record_event(kind="delivery-handed-over", by="system", about=f"delivery:{sent.pk}")
    return sent
