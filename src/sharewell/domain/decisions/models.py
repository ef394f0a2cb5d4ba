"""Tables of worries, entries, decisions, what is owed, advice and drafts."""

import secrets
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from sharewell.domain.agreements.models import Agreement
from sharewell.domain.children.meeting import Noted
from sharewell.domain.children.models import Child, SafeAddress
from sharewell.domain.decisions import states
from sharewell.domain.dpias.models import Assessment
from sharewell.domain.learning.models import Version as PolicyVersion
from sharewell.domain.organisations.models import Contact, DirectoryEntry, Organisation, Person, StartDate
from sharewell.domain.sealed import SealedBinaryField, SealedJSONField, SealedTextField

# No letter or digit that can be misheard or misread on the telephone.
_LETTERS = "ACDEFGHJKMNPQRTUVWXY34679"


def new_reference():
    """A reference that says nothing, for example "K7QF-3MTX"."""
    letters = [secrets.choice(_LETTERS) for _n in range(8)]
    return "".join(letters[:4]) + "-" + "".join(letters[4:])


class Worry(Noted, models.Model):
    """Somebody is worried about one child or several."""

    belongs_to = ("organisation", "decisions__deliveries__decision__recipient__organisation")
    noted_as = ("worries", "pk")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    reference = models.CharField(max_length=9, unique=True, default=new_reference)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="worries")
    raised_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="worries")
    raised_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=states.OPEN)
    closed_because = SealedTextField(default="")
    is_emergency = models.BooleanField(default=False)
    is_sealed = models.BooleanField(default=False)  # only named people see it, not every lead; see Seal
    source_shielded = models.BooleanField(default=True)  # who raised it is not shown to recipients
    answers = SealedJSONField(default=dict)  # the case as the walk left it, shared by every pair
    children = models.ManyToManyField(Child, related_name="worries")

    class Meta:
        ordering = ["-raised_at"]
        indexes = [
            models.Index(fields=["organisation", "-raised_at"], name="worry_by_organisation"),
            models.Index(fields=["raised_by", "-raised_at"], name="worry_by_raiser"),
        ]

    def __str__(self):
        return self.reference


class Member(models.Model):
    """One of the team of a worry: may see it because a person said so, why, and until which day."""

    belongs_to = ("worry__organisation",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    worry = models.ForeignKey(Worry, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    because = SealedTextField()
    until = models.DateField()  # the last day; a later one is a recorded act
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["added_at"]
        indexes = [models.Index(fields=["person", "until"], name="member_by_person")]


class Seal(models.Model):
    """A worry that only named people see. One person sets it; a second one agrees before it is lifted."""

    belongs_to = ("worry__organisation",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    worry = models.ForeignKey(Worry, on_delete=models.CASCADE, related_name="seals")
    because = SealedTextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lift_asked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    lift_asked_at = models.DateTimeField(null=True, blank=True)
    lift_because = SealedTextField(default="")
    lifted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["worry"], condition=Q(lifted_at__isnull=True), name="one_seal_a_worry"
            ),
            models.CheckConstraint(
                condition=Q(lifted_by__isnull=True) | ~Q(lifted_by=F("lift_asked_by")),
                name="a_seal_is_lifted_by_two",
            ),
        ]


class ShieldLift(models.Model):
    """That an address need not be hidden any more: one person asks, says why, and a second one agrees.

    An ask that nobody answers lapses at `until`. What was lifted is put back by one person alone.
    """

    belongs_to = ("worry__organisation",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    worry = models.ForeignKey(Worry, on_delete=models.CASCADE, related_name="shield_lifts")
    address = models.ForeignKey(SafeAddress, on_delete=models.CASCADE, related_name="lifts")
    because = SealedTextField()
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    until = models.DateTimeField()
    outcome = models.CharField(max_length=10, blank=True)  # of states.SHIELD_OUTCOMES; empty while asked
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["address"], condition=Q(outcome=""), name="one_ask_to_lift_a_shield"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="lifted") | (Q(ended_by__isnull=False) & ~Q(ended_by=F("asked_by"))),
                name="a_shield_is_lifted_by_two",
            ),
        ]

    def is_open(self, at=None):
        """Whether it waits for the second person."""
        return not self.outcome and self.until > (at or timezone.now())

    @property
    def outcome_words(self):
        return states.SHIELD_OUTCOMES.get(self.outcome, "")

    @property
    def is_put_back(self):
        """Whether the address was lifted by this and is hidden again."""
        return self.outcome == "lifted" and self.address.lifted_at is None


class BrokenGlass(models.Model):
    """Somebody who was not of the team went in at once, said why, and is looked at by a second person.

    Without a worry where nothing was found: that somebody looked for a child is recorded all the same.
    """

    belongs_to = ("organisation",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    worry = models.ForeignKey(Worry, null=True, on_delete=models.CASCADE, related_name="broken_glass")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="broken_glass")
    kind = models.CharField(max_length=20)  # of states.GLASS_REASONS
    because = SealedTextField()
    sought = SealedTextField()  # what they asked for, as they typed it
    at = models.DateTimeField()
    until = models.DateTimeField()
    review_by = models.DateTimeField()  # two working days
    reviewed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    is_upheld = models.BooleanField(null=True)
    review = SealedTextField(default="")

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["by", "until"], name="glass_by_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("by")),
                name="glass_is_reviewed_by_another",
            )
        ]

    @property
    def kind_words(self):
        return states.GLASS_REASONS[self.kind]


class Entry(Noted, models.Model):
    """One thing that was seen, said, thought or done."""

    belongs_to = ("worry__organisation",)
    noted_as = ("worries", "worry_id")

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


class Decision(Noted, models.Model):
    """One child, one recipient, one choice, and everything that it rested on. Never changed."""

    belongs_to = ("worry__organisation", "deliveries__decision__recipient__organisation")
    noted_as = ("worries", "worry_id")

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


class CoverFound(models.Model):
    """What stood behind a share when it was decided: which papers covered it. Never changed.

    What is missing is empty. `words` is what they were called then, as `cover.Cover.words` gives it. How
    often, what for and to whom are kept beside it as plain ids, so that shares are counted without opening
    a case.
    """

    belongs_to = ("decision__worry__organisation",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="cover")
    purpose = models.CharField(max_length=30)  # as the rules' `worry.purpose` has it
    pattern = models.CharField(max_length=10)  # as their `arrangement.pattern`
    to_kind = models.CharField(max_length=30)  # as their `recipient.kind`
    to = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, null=True, on_delete=models.PROTECT, related_name="+")
    flow = models.PositiveIntegerField(null=True)  # its number in the agreement
    assessment = models.ForeignKey(Assessment, null=True, on_delete=models.PROTECT, related_name="+")
    notice = models.ForeignKey(PolicyVersion, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["to", "purpose"], name="cover_by_recipient")]


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


class Draft(Noted, models.Model):
    """A walk that is not finished: the answers so far, kept for the one who began it."""

    belongs_to = ("owner__organisation",)
    noted_as = ("worries", "worry_id")

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


class Advice(Noted, models.Model):
    """A question to a colleague, from inside a draft or a worry, and the answer."""

    belongs_to = ("asked_by__organisation",)
    noted_as = ("worries", "worry_id")

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
    """Somebody looked at a record: who, at what, on which page, when, and what let them. The one thing that a
    GET may write: see the decision records on access.

    `worry` is empty where what was seen belongs to another organisation (a package that came in), is a list,
    or was refused.
    """

    belongs_to = ("organisation",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")  # the looker's
    worry = models.ForeignKey(Worry, null=True, on_delete=models.CASCADE, related_name="looks")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=60)  # a noun and an id, as the log has it: "decision:<uuid>"
    page = models.CharField(max_length=60)  # the name of the page
    why = models.CharField(max_length=20)  # of states.REASONS
    at = models.DateTimeField()
    is_judged = models.BooleanField(default=False)  # the flag rules have seen it

    class Meta:
        ordering = ["-at"]
        indexes = [
            models.Index(fields=["worry", "-at"]),
            models.Index(fields=["person", "-at"], name="look_by_person"),
            models.Index(fields=["at"], condition=Q(is_judged=False), name="look_not_judged"),
        ]

    @property
    def why_words(self):
        return states.REASONS[self.why]


class Tie(models.Model):
    """What somebody said of their own home and family, so that a look at their own is pointed out."""

    belongs_to = ("person__organisation",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="tie")
    names = SealedTextField(default="")  # other surnames of their own or their household, one a line
    postcode = SealedTextField(default="")
    phone = SealedTextField(default="")
    email = SealedTextField(default="")
    said_at = models.DateTimeField()


class Flag(models.Model):
    """A look that a rule points out. It accuses nobody: a person settles it, with words."""

    belongs_to = ("organisation",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=30)  # of flag_rules.RULES
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")  # who looked
    worry = models.ForeignKey(Worry, null=True, on_delete=models.CASCADE, related_name="flags")
    mark = models.CharField(max_length=140, unique=True)  # the same thing is pointed out once
    count = models.PositiveIntegerField(default=1)  # how many records or days, where the rule counts
    looked_at = models.DateTimeField()
    raised_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, blank=True)  # of states.FLAG_OUTCOMES
    words = SealedTextField(default="")
    settled_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-raised_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) | ~Q(settled_by=F("person")),
                name="a_flag_is_settled_by_another",
            )
        ]

    @property
    def outcome_words(self):
        return states.FLAG_OUTCOMES.get(self.outcome, "")


class Alert(models.Model):
    """Somebody has to know, today: in the service at once, and by a mail without a word about the case."""

    belongs_to = ("to__organisation",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    to = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="alerts")
    kind = models.CharField(max_length=20)  # of states.ALERTS
    glass = models.ForeignKey(BrokenGlass, null=True, on_delete=models.CASCADE, related_name="alerts")
    flag = models.ForeignKey(Flag, null=True, on_delete=models.CASCADE, related_name="alerts")
    lift = models.ForeignKey(ShieldLift, null=True, on_delete=models.CASCADE, related_name="alerts")
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)  # by mail
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["at"], condition=Q(told_at__isnull=True), name="alert_not_told")]
        constraints = [
            models.UniqueConstraint(
                fields=["to", "kind", "glass"], condition=Q(glass__isnull=False), name="one_alert_of_a_glass"
            ),
            models.UniqueConstraint(
                fields=["to", "kind", "flag"], condition=Q(flag__isnull=False), name="one_alert_of_a_flag"
            ),
            models.UniqueConstraint(
                fields=["to", "kind", "lift"], condition=Q(lift__isnull=False), name="one_alert_of_a_lift"
            ),
        ]
