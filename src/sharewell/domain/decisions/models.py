"""Tables of worries, entries, decisions, what is owed, advice and drafts."""

import secrets
from uuid import uuid4

from django.db import models
from django.db.models import Q

from sharewell.domain.children.models import Child
from sharewell.domain.decisions import states
from sharewell.domain.organisations.models import Contact, DirectoryEntry, Organisation, Person, StartDate
from sharewell.domain.sealed import SealedBinaryField, SealedJSONField, SealedTextField

# No letter or digit that can be misheard or misread on the telephone.
_LETTERS = "ACDEFGHJKMNPQRTUVWXY34679"


def new_reference():
    """A reference that says nothing, for example "K7QF-3MTX"."""
    letters = [secrets.choice(_LETTERS) for _n in range(8)]
    return "".join(letters[:4]) + "-" + "".join(letters[4:])


class Worry(models.Model):
    """Somebody is worried about one child or several."""

    belongs_to = ("organisation",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    reference = models.CharField(max_length=9, unique=True, default=new_reference)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="worries")
    raised_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="worries")
    raised_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=states.OPEN)
    closed_because = SealedTextField(default="")
    is_emergency = models.BooleanField(default=False)
    source_shielded = models.BooleanField(default=True)  # who raised it is not shown to recipients
    answers = SealedJSONField(default=dict)  # the case as the walk left it, shared by every pair
    children = models.ManyToManyField(Child, related_name="worries")

    class Meta:
        ordering = ["-raised_at"]

    def __str__(self):
        return self.reference


class Member(models.Model):
    """Somebody who may see a worry because a person said so, and why."""

    belongs_to = ("worry__organisation",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    worry = models.ForeignKey(Worry, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    because = SealedTextField()
    until = models.DateField(null=True, blank=True)  # the last day
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["added_at"]


class Entry(models.Model):
    """One thing that was seen, said, thought or done."""

    belongs_to = ("worry__organisation",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    worry = models.ForeignKey(Worry, on_delete=models.CASCADE, related_name="entries")
    child = models.ForeignKey(Child, null=True, blank=True, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=20)
    text = SealedTextField()
    said_by = SealedTextField(default="")
    happened_on = models.DateField(null=True, blank=True)
    happened_at = models.TimeField(null=True, blank=True)  # UK local time
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)  # set through decisions.actions

    class Meta:
        ordering = ["recorded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(sent_at__isnull=True),
                name="what_is_sent_is_not_undone",
            )
        ]

    @property
    def kind_words(self):
        return states.ENTRY_KINDS[self.kind]

    @property
    def is_undone(self):
        return self.undone_at is not None


class KeptRules(models.Model):
    """A rule set that some decision was made under, whole, so that it can be decided again in any later
    year.
    """

    belongs_to = ()  # everybody: published law

    sha256 = models.CharField(max_length=64, primary_key=True)
    version = models.CharField(max_length=40)
    data = models.BinaryField()  # rules.json as `sharewell.rules.export` gives it

    class Meta:
        ordering = ["version"]


class Decision(models.Model):
    """One child, one recipient, one choice, and everything that it rested on. Never changed."""

    belongs_to = ("worry__organisation", "recipient__organisation")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    worry = models.ForeignKey(Worry, on_delete=models.PROTECT, related_name="decisions")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="decisions")
    recipient = models.ForeignKey(
        DirectoryEntry, null=True, on_delete=models.PROTECT, related_name="decisions"
    )
    contact = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="decisions")
    choice = models.CharField(max_length=10)
    reason = SealedTextField()
    review_on = models.DateField(null=True, blank=True)
    telling = models.CharField(max_length=12, blank=True)
    telling_reason = SealedTextField(default="")
    tell_by = models.DateField(null=True, blank=True)
    case = SealedBinaryField()  # canonical JSON, exactly as it was decided
    outcome = SealedBinaryField()  # canonical JSON, exactly as the rules gave it
    lang = models.CharField(
        max_length=2, default="en"
    )  # what it was read in; the frozen outcome is in English
    outcome_id = models.CharField(max_length=20)
    rules = models.ForeignKey(KeptRules, on_delete=models.PROTECT, related_name="decisions")
    start_dates = models.ManyToManyField(StartDate, related_name="decisions")  # of the organisation's own
    instead_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="followed_by")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="decisions")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(recipient__isnull=True) | Q(contact__isnull=True), name="one_recipient_a_decision"
            ),
            models.CheckConstraint(
                condition=Q(recipient__isnull=False) | Q(contact__isnull=False),
                name="a_decision_has_a_recipient",
            ),
        ]

    @property
    def to(self):
        """The directory entry or the contact that this decision is about."""
        return self.recipient or self.contact

    @property
    def is_to_share(self):
        return self.choice == states.SHARE


class Ground(models.Model):
    """What the practitioner said of the condition that a decision to share rests on. Never changed.

    Given with the decision; after an emergency, later. `limb` is the one of paragraph 18 that is relied on,
    with the reason in their own words; `policy` says whether there was a live policy document.
    """

    belongs_to = ("decision__worry__organisation",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="ground")
    limb = models.CharField(max_length=1, blank=True)  # of states.LIMBS; empty where 18 is not relied on
    why = SealedTextField(default="")
    policy = models.CharField(max_length=7, blank=True)  # of states.POLICY; empty where none is needed
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]

    @property
    def limb_words(self):
        return states.LIMBS.get(self.limb, "")

    @property
    def policy_words(self):
        return states.POLICY.get(self.policy, "")


class Owed(models.Model):
    """Something that has to be done by a day."""

    belongs_to = ("worry__organisation",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    worry = models.ForeignKey(Worry, on_delete=models.CASCADE, related_name="owed")
    decision = models.ForeignKey(Decision, null=True, on_delete=models.CASCADE, related_name="owed")
    what = models.CharField(max_length=30)  # of states.OWED
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="owed")
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["due_at"]

    @property
    def what_words(self):
        return states.OWED[self.what]


class Draft(models.Model):
    """A walk that is not finished: the answers so far, kept for the one who began it."""

    belongs_to = ("owner__organisation",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="drafts")
    answers = SealedJSONField(default=dict)  # by fact, in the order of asking; "unknown" where not known
    changed_in = SealedJSONField(default=dict)  # the version in which each answer was last changed
    forms = SealedJSONField(default=dict)  # what was typed on later pages: {page: {field: text}}
    version = models.PositiveIntegerField(default=1)
    started_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    worry = models.ForeignKey(Worry, null=True, on_delete=models.CASCADE, related_name="drafts")

    class Meta:
        ordering = ["-updated_at"]


class Advice(models.Model):
    """A question to a colleague, from inside a draft or a worry, and the answer."""

    belongs_to = ("asked_by__organisation",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    worry = models.ForeignKey(Worry, null=True, on_delete=models.CASCADE, related_name="advice")
    draft = models.ForeignKey(Draft, null=True, on_delete=models.SET_NULL, related_name="advice")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="advice_asked")
    asked_of = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="advice_wanted")
    asked_at = models.DateTimeField()
    question = SealedTextField()
    case = SealedJSONField(default=dict)  # the answers as they stood when advice was asked
    answer = SealedTextField(default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at"]


class Look(models.Model):
    """Somebody looked at a worry. The one thing a GET may write: see the decision record on access."""

    belongs_to = ("worry__organisation",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    worry = models.ForeignKey(Worry, on_delete=models.CASCADE, related_name="looks")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["worry", "-at"])]
