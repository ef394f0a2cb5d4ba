"""Tables of deliveries: what is chosen, attached, released, sent, opened and answered."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from sharewell.domain.children.models import SafeAddress
from sharewell.domain.decisions.models import Decision, Worry, new_reference
from sharewell.domain.deliveries.states import DOTS, NEVER_LEFT, State
from sharewell.domain.organisations.models import Person
from sharewell.domain.sealed import SealedBinaryField, SealedJSONField, SealedTextField
from sharewell.minimising import CleanFile


def _person(**more):
    return models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", **more)


def _key():
    return models.UUIDField(primary_key=True, default=uuid4, editable=False)


class Delivery(models.Model):
    """One package for one recipient, made from one decision."""

    belongs_to = ("decision__worry__organisation", "decision__recipient__organisation")
    shown_to_nobody_else_while = NEVER_LEFT

    id = _key()
    reference = models.CharField(max_length=9, unique=True, default=new_reference)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="deliveries")
    state = models.CharField(max_length=20, choices=State.choices, default=State.PREPARING)
    way = models.CharField(max_length=10)  # of organisations.states.WAYS
    language = models.CharField(max_length=2, default="en")  # of the package and the notice
    asked_first = SealedTextField(default="")  # what they are asked to do first
    package = SealedBinaryField(null=True)  # canonical JSON, exactly as it was shown
    package_sha256 = models.CharField(max_length=64, blank=True)
    left_out = SealedJSONField(default=list)  # [{"what", "why"}], kept for the sender; never sent
    by = _person()
    prepared_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)  # when the sender pressed the button, or told them
    sent_by = _person(null=True)
    sent_to = SealedTextField(null=True)  # the e-mail address as it was shown before sending
    cover = models.JSONField(null=True)  # what stood behind it as it went, in words; null where as decided
    answer_by = models.DateTimeField(null=True)  # silence after this moment is chased
    is_urgent = models.BooleanField(default=False)  # somebody is in danger now: it must be opened at once
    unopened_at = models.DateTimeField(null=True)  # when sender and leads were told that nobody had opened it
    recalled_at = models.DateTimeField(null=True)
    recalled_by = _person(null=True)
    recalled_because = SealedTextField(default="")

    class Meta:
        ordering = ["prepared_at"]
        indexes = [models.Index(fields=["state", "answer_by"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=NEVER_LEFT) | Q(sent_at__isnull=False), name="what_left_has_a_moment"
            )
        ]

    def __str__(self):
        return self.reference

    @property
    def to(self):
        """The directory entry or contact that this goes to."""
        return self.decision.to

    @property
    def worry(self):
        return self.decision.worry

    @property
    def child(self):
        return self.decision.child

    @property
    def is_preparing(self):
        return self.state == State.PREPARING

    @property
    def dots(self):
        return DOTS


class Attachment(models.Model):
    """A cleaned file that can go into any package about this worry."""

    belongs_to = ("worry__organisation", "worry__decisions__deliveries__decision__recipient__organisation")

    id = _key()
    worry = models.ForeignKey(Worry, on_delete=models.PROTECT, related_name="attachments")
    number = models.PositiveSmallIntegerField()
    about = SealedTextField(
        default=""
    )  # what it is, in the sender's words: also a picture's alternative text
    original_name = SealedTextField(default="")  # shown to the sender only; recipients get a neutral name
    kind = models.CharField(max_length=10)  # pdf, docx, jpeg, png, text
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    data = SealedBinaryField()
    pages = SealedJSONField(default=list)  # the text of each page; [] where there is none
    unsearched = models.JSONField(default=list)  # numbers of the pages or pictures that cannot be searched
    removed = models.JSONField(default=list)  # ids of what was taken out when it was cleaned
    by = _person()
    at = models.DateTimeField()
    taken_away_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["worry", "number"], name="one_number_an_attachment")]

    @property
    def clean(self):
        """The file as the room that cleans files speaks of it."""
        return CleanFile(
            self.kind, bytes(self.data), tuple(self.pages), tuple(self.unsearched), tuple(self.removed)
        )

    @property
    def is_picture(self):
        return self.kind in ("jpeg", "png")


class Preview(models.Model):
    """A picture of one page that cannot be searched, for the sender's own eyes."""

    belongs_to = ("attachment__worry__organisation",)

    id = _key()
    attachment = models.ForeignKey(Attachment, on_delete=models.CASCADE, related_name="previews")
    number = models.PositiveSmallIntegerField()
    data = SealedBinaryField()  # PNG

    class Meta:
        ordering = ["number"]


class Item(models.Model):
    """What the sender chose about one thing, where it differs from what is usual for this recipient."""

    belongs_to = ("delivery__decision__worry__organisation",)

    id = _key()
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="items")
    key = models.CharField(max_length=60)  # "<kind>:<id of the thing>"
    is_in = models.BooleanField(null=True)  # null: as is usual
    reason = SealedTextField(default="")
    text = SealedTextField(null=True)  # instead of the recorded text, for this recipient alone
    kept = SealedJSONField(default=list)  # [{"text", "reason"}]: what was pointed out and stays
    confirmed_at = models.DateTimeField(null=True)  # looked at: no address in what cannot be searched
    confirmed_by = _person(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["delivery", "key"], name="one_choice_an_item")]


class Release(models.Model):
    """Somebody's signed word that this recipient may be given what is otherwise shielded."""

    belongs_to = ("delivery__decision__worry__organisation", "delivery__decision__recipient__organisation")

    id = _key()
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="releases")
    what = models.CharField(max_length=10, choices=[("source", "source"), ("place", "place")])
    address = models.ForeignKey(SafeAddress, null=True, on_delete=models.PROTECT, related_name="+")
    reason = SealedTextField()
    by = _person()
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at"]


class SecondLook(models.Model):
    """A colleague looks at a package too: before it goes, or afterwards where it could not wait."""

    belongs_to = ("delivery__decision__worry__organisation",)

    id = _key()
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="second_looks")
    package_sha256 = models.CharField(
        max_length=64
    )  # of what is to be looked at; another package needs another look
    is_afterwards = models.BooleanField(default=False)
    asked_by = _person()
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)  # of one that is owed afterwards
    verdict = models.CharField(max_length=10, blank=True)  # of states.VERDICTS; empty while nobody has looked
    words = SealedTextField(default="")
    by = _person(null=True)
    at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(by=models.F("asked_by")), name="a_second_look_is_by_another_person"
            )
        ]


class Door(models.Model):
    """The code that opens a delivery without an account, and how many wrong ones were tried."""

    belongs_to = ("delivery__decision__worry__organisation",)

    delivery = models.OneToOneField(Delivery, primary_key=True, on_delete=models.CASCADE, related_name="door")
    code = SealedTextField()  # the sender reads it out, so it can be shown again
    wrong = models.PositiveIntegerField(default=0)  # since the last right one
    locked_until = models.DateTimeField(null=True)
    fresh_asked_at = models.DateTimeField(null=True)


class Link(models.Model):
    """One address that opens a delivery once. Only the hash of its secret is kept."""

    belongs_to = ("delivery__decision__worry__organisation",)

    id = _key()
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # replaced by a fresh one, or recalled

    class Meta:
        ordering = ["made_at"]


class Opening(models.Model):
    """Somebody opened the package, and said who they are."""

    belongs_to = ("delivery__decision__worry__organisation", "delivery__decision__recipient__organisation")

    id = _key()
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="openings")
    link = models.OneToOneField(Link, null=True, on_delete=models.PROTECT, related_name="opening")
    person = _person(null=True)  # where they are signed in here
    name = SealedTextField()
    role = SealedTextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]


class Answer(models.Model):
    """What the recipient said, or what the sender was told they said."""

    belongs_to = ("delivery__decision__worry__organisation", "delivery__decision__recipient__organisation")

    id = _key()
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="answers")
    opening = models.ForeignKey(Opening, null=True, on_delete=models.PROTECT, related_name="answers")
    kind = models.CharField(max_length=20)
    words = SealedTextField(default="")
    name = SealedTextField()
    role = SealedTextField(default="")
    written_by = _person(null=True)  # where the sender wrote it down for them
    at = models.DateTimeField()
    checkpoint = models.TextField()

    class Meta:
        ordering = ["at"]


class Telling(models.Model):
    """They were told another way: by telephone, or through their own form."""

    belongs_to = ("delivery__decision__worry__organisation",)

    delivery = models.OneToOneField(
        Delivery, primary_key=True, on_delete=models.CASCADE, related_name="telling"
    )
    number = SealedTextField(default="")  # the number rung, from the directory
    spoke_to = SealedTextField(default="")
    said = SealedTextField(default="")
    is_read_back = models.BooleanField(default=False)
    their_reference = SealedTextField(default="")
    at = models.DateTimeField()
    by = _person()


class HandedOn(models.Model):
    """A safeguarding lead passed what came in to a named colleague."""

    belongs_to = ("delivery__decision__worry__organisation", "delivery__decision__recipient__organisation")

    id = _key()
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="handed_on")
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="handed_deliveries"
    )
    by = _person()
    at = models.DateTimeField()


class Chase(models.Model):
    """Silence was followed up, or taken higher."""

    belongs_to = ("delivery__decision__worry__organisation",)

    id = _key()
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="chases")
    kind = models.CharField(max_length=10, choices=[("chase", "chase"), ("escalation", "escalation")])
    words = SealedTextField(default="")
    by = _person()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]


class Outbox(models.Model):
    """Something that must still happen, written in the same transaction as its cause."""

    belongs_to = ("delivery__decision__worry__organisation",)

    id = _key()
    kind = models.CharField(max_length=20)  # of outbox.KINDS
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="outbox")
    payload = SealedJSONField(default=dict)  # emptied once done: it may hold a link's secret
    message_id = models.CharField(max_length=120)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    trouble = models.CharField(max_length=60, blank=True)  # the kind of error, never its text
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)  # when a mail server said that it could not be delivered

    class Meta:
        ordering = ["made_at"]
        indexes = [models.Index(fields=["done_at", "next_at"])]


class Reminder(models.Model):
    """A mail that says to somebody here that they are needed. It holds no words: why, and to whom."""

    id = _key()
    person = _person()
    why = models.CharField(max_length=20)  # of reminders.WHY
    delivery = models.ForeignKey(Delivery, null=True, on_delete=models.CASCADE, related_name="reminders")
    message_id = models.CharField(max_length=120)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    trouble = models.CharField(max_length=60, blank=True)  # the kind of error, never its text
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    belongs_to = ("person__organisation",)

    class Meta:
        ordering = ["made_at"]
        indexes = [models.Index(fields=["done_at", "next_at"])]
