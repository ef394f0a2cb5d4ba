"""Tables of agreements: parties, answers, flows, versions, comments, signatures, reviews."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from sharewell.domain.agreements import states
from sharewell.domain.dpias.models import Assessment
from sharewell.domain.frozen import Frozen
from sharewell.domain.organisations.models import Organisation, Person, in_language
from sharewell.domain.sealed import SealedBinaryField, SealedTextField

OF_THE_AGREEMENT = (  # who keeps it, who is a party to it, and who was asked to assure it
    "agreement__keeper",
    "agreement__parties__organisation",
    "agreement__assurances__assurer",
)


def _id():
    return models.UUIDField(primary_key=True, default=uuid4, editable=False)


def _person(null=False):
    return models.ForeignKey(Person, null=null, blank=null, on_delete=models.PROTECT, related_name="+")


class Agreement(models.Model):
    """What some bodies agree about sharing, as one document that lives."""

    belongs_to = ("keeper", "parties__organisation", "assurances__assurer")
    shown_to_nobody_else_while = (states.DRAFT,)

    id = _id()
    reference = models.CharField(max_length=20)  # "FS-2026-003": whose, which year, which one
    keeper = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreements")
    kind = models.CharField(max_length=60)  # the id of a file of kinds
    template = models.CharField(max_length=40)  # the version of that file, as it was drafted from
    title_en = models.CharField(max_length=200, blank=True)
    title_cy = models.CharField(max_length=200, blank=True)
    languages = models.CharField(max_length=4, default="en")  # of states.LANGUAGES
    state = models.CharField(max_length=20, default=states.DRAFT)
    under = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="schedules"
    )  # the overarching one, whose clauses hold for this one too
    replaces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    in_force_from = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)  # the last day
    ended_because = models.CharField(max_length=1000, blank=True)
    is_public = models.BooleanField(default=False)
    is_imported = models.BooleanField(default=False)
    words = models.TextField(blank=True)  # what it is found by: title, parties, purposes, folded
    made_at = models.DateTimeField()
    made_by = _person()
    assessments = models.ManyToManyField(Assessment, related_name="agreements")

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(fields=["keeper", "reference"], name="one_agreement_a_reference")
        ]
        indexes = [
            models.Index(fields=["keeper", "state"], name="agreement_by_keeper"),
            models.Index(fields=["state", "review_on"], name="agreement_by_review"),
        ]

    def __str__(self):
        return self.title or self.reference

    @property
    def title(self):
        return in_language(self, "title")

    @property
    def state_words(self):
        return states.STATES[self.state]

    @property
    def is_editable(self):
        """Whether its words may still be changed."""
        return self.state in states.EDITABLE

    @property
    def covers(self):
        """Whether it is in force."""
        return self.state in states.COVERS


class Party(models.Model):
    """A body that an agreement binds, and who signs for it."""

    belongs_to = OF_THE_AGREEMENT

    id = _id()
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="party_to")
    capacity = models.CharField(max_length=20, default=states.CONTROLLER)
    is_lead = models.BooleanField(default=False)
    contact_en = models.CharField(max_length=200, blank=True)  # a post, not a person
    contact_cy = models.CharField(max_length=200, blank=True)
    signatory_role_en = models.CharField(max_length=120, blank=True)
    signatory_role_cy = models.CharField(max_length=120, blank=True)
    signatory_name = SealedTextField(default="")
    signatory_email = SealedTextField(default="")
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)  # the first day on which it is no party any more
    left_because = models.CharField(max_length=1000, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)  # of one made elsewhere: that it holds
    confirmed_by = _person(null=True)

    class Meta:
        ordering = ["-is_lead", "organisation__name_en"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "organisation"], name="a_party_once_an_agreement")
        ]

    def __str__(self):
        return str(self.organisation)

    @property
    def contact(self):
        return in_language(self, "contact")

    @property
    def signatory_role(self):
        return in_language(self, "signatory_role")

    @property
    def capacity_words(self):
        return states.CAPACITIES[self.capacity]


class Answer(models.Model):
    """What was answered to one question of the kind; it lands in a clause."""

    belongs_to = OF_THE_AGREEMENT

    id = _id()
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=60)
    text_en = models.TextField(blank=True)
    text_cy = models.TextField(blank=True)

    class Meta:
        ordering = ["question"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "question"], name="one_answer_a_question_of_a_kind")
        ]


class Flow(models.Model):
    """Who gives what to whom, why, how often, how secured and how long kept."""

    belongs_to = OF_THE_AGREEMENT

    id = _id()
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="flows")
    number = models.PositiveIntegerField()
    giver = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="gives")
    receivers = models.ManyToManyField(Party, related_name="receives")
    items_en = models.TextField(blank=True)
    items_cy = models.TextField(blank=True)
    about_en = models.CharField(max_length=500, blank=True)  # about whom
    about_cy = models.CharField(max_length=500, blank=True)
    purpose = models.CharField(max_length=40)  # as the rules' `worry.purpose` has it
    why_en = models.TextField(blank=True)
    why_cy = models.TextField(blank=True)
    pattern = models.CharField(max_length=10, default=states.ROUTINE)
    often_en = models.CharField(max_length=300, blank=True)
    often_cy = models.CharField(max_length=300, blank=True)
    trigger_en = models.CharField(max_length=500, blank=True)
    trigger_cy = models.CharField(max_length=500, blank=True)
    secured_en = models.TextField(blank=True)
    secured_cy = models.TextField(blank=True)
    kept_en = models.CharField(max_length=500, blank=True)
    kept_cy = models.CharField(max_length=500, blank=True)
    special = models.BooleanField(default=False)  # special category data
    offence = models.BooleanField(default=False)  # criminal offence data
    confidential = models.BooleanField(default=False)  # held under a duty of confidence

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="one_flow_a_number"),
        ]
        indexes = [models.Index(fields=["giver", "purpose"], name="flow_by_giver_and_purpose")]

    @property
    def pattern_words(self):
        return states.PATTERNS[self.pattern]


class FlowBasis(models.Model):
    """What one party rests a flow on: ids of the rules."""

    belongs_to = (
        "flow__agreement__keeper",
        "flow__agreement__parties__organisation",
        "flow__agreement__assurances__assurer",
    )

    id = _id()
    flow = models.ForeignKey(Flow, on_delete=models.CASCADE, related_name="bases")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    basis = models.CharField(max_length=60, blank=True)
    condition = models.CharField(max_length=60, blank=True)
    power = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["flow", "party"], name="one_basis_a_flow_and_party")]


class Version(models.Model):
    """The whole document as it stood when it was put before others. Never changed."""

    belongs_to = OF_THE_AGREEMENT
    frozen = Frozen()

    id = _id()
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()  # see agreements.documents: both languages, clause by clause
    sha256 = models.CharField(max_length=64)
    note = models.CharField(max_length=1000, blank=True)
    made_at = models.DateTimeField()
    made_by = _person()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["agreement", "number"], name="one_version_a_number")]

    @property
    def standing_signatures(self):
        """Its signatures, without those that a body says it never gave."""
        return self.signatures.filter(disputed_at=None)


class Invitation(models.Model):
    """A link to a party that has no account: to read and comment, or to sign."""

    belongs_to = (
        "party__agreement__keeper",
        "party__agreement__parties__organisation",
    )

    id = _id()
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="invitations")
    purpose = models.CharField(max_length=10)  # "comment" or "sign"
    language = models.CharField(max_length=2, default="en")
    token_hash = models.CharField(max_length=64, unique=True)
    code = SealedTextField(default="")
    code_to = models.EmailField(blank=True)  # by mail: the body's own address; "" where it is said
    code_mailed_at = models.DateTimeField(null=True, blank=True)
    made_by = _person()
    made_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=0)  # wrong codes in a row
    locked_until = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)  # for the first time
    token = SealedTextField(default="")  # of the link, until its mail has gone
    fresh_asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made_at"]


class Comment(models.Model):
    """What a party says to one clause of one version, and what was made of it."""

    belongs_to = OF_THE_AGREEMENT
    frozen = Frozen(open=("settled_by", "settled_how", "settled_said"), until="settled_at")

    id = _id()
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="comments")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="comments")
    clause = models.CharField(max_length=80, blank=True)  # a clause's id; "" is the whole
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="comments")
    by = _person(null=True)
    invitation = models.ForeignKey(Invitation, null=True, on_delete=models.PROTECT, related_name="+")
    name = SealedTextField(default="")  # of who said it, where they came by a link
    text_en = models.TextField(blank=True)
    text_cy = models.TextField(blank=True)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = _person(null=True)
    settled_how = models.CharField(max_length=20, blank=True)  # of states.SETTLED
    settled_said = models.TextField(blank=True)

    class Meta:
        ordering = ["at"]


class Assurance(models.Model):
    """A version was submitted to those who assure its quality, and what they said."""

    belongs_to = ("agreement__keeper", "assurer", "agreement__parties__organisation")
    frozen = Frozen(open=("outcome", "said", "by"), until="at")

    id = _id()
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="assurances")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="assurances")
    assurer = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    submitted_by = _person()
    outcome = models.CharField(max_length=20, blank=True)  # of states.ASSURANCE_OUTCOMES
    said = models.TextField(blank=True)
    by = _person(null=True)
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["submitted_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(at__isnull=True), name="one_open_assurance_an_agreement"
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=True)
                | ~Q(by=models.F("submitted_by"))
                | Q(outcome=states.ASSURE_TAKEN_BACK),
                name="nobody_assures_what_they_submitted",
            ),
        ]


class Signature(models.Model):
    """A party has signed one version."""

    belongs_to = (
        "version__agreement__keeper",
        "version__agreement__parties__organisation",
        "version__agreement__assurances__assurer",
    )
    frozen = Frozen(open=("disputed_because",), until="disputed_at")

    id = _id()
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="signatures")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="signatures")
    name = SealedTextField()
    role = models.CharField(max_length=120)
    language = models.CharField(max_length=2, default="en")  # in which it was read and signed
    how = models.CharField(max_length=10)  # "account" or "link"
    person = _person(null=True)
    invitation = models.ForeignKey(Invitation, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    disputed_at = models.DateTimeField(null=True, blank=True)  # the body says that it was not them
    disputed_because = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "party"],
                condition=Q(disputed_at__isnull=True),
                name="a_party_signs_a_version_once",
            )
        ]


class SignedNotice(models.Model):
    """A body is told at its own address, as the directory has it, that somebody signed for it by a link; with
    the secret by which it can say that it was not them.
    """

    belongs_to = (
        "signature__version__agreement__keeper",
        "signature__version__agreement__parties__organisation",
    )

    id = _id()
    signature = models.OneToOneField(Signature, on_delete=models.PROTECT, related_name="notice")
    to = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True)
    token = SealedTextField(default="")  # of the link, until its mail has gone
    made_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made_at"]


class Review(models.Model):
    """A day on which an agreement is looked at again, and what came of it."""

    belongs_to = OF_THE_AGREEMENT

    id = _id()
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="reviews")
    due_on = models.DateField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True)  # of states.REVIEW_OUTCOMES
    said = models.TextField(blank=True)
    by = _person(null=True)

    class Meta:
        ordering = ["due_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(done_at__isnull=True), name="one_open_review_an_agreement"
            )
        ]


class Notice(models.Model):
    """Somebody here is to be told by mail that an agreement needs them. Their home page says it anyway."""

    belongs_to = OF_THE_AGREEMENT

    id = _id()
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="notices")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    why = models.CharField(max_length=20)  # of states.TOLD
    made_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made_at"]
        indexes = [
            models.Index(fields=["made_at"], condition=Q(mailed_at__isnull=True), name="notice_to_be_mailed")
        ]


class Paper(models.Model):
    """The file of an agreement that was made elsewhere, what was found in it, and what a person confirmed."""

    belongs_to = ("keeper",)

    id = _id()
    keeper = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(
        Agreement, null=True, blank=True, on_delete=models.PROTECT, related_name="papers"
    )  # once its facts are confirmed
    file = SealedBinaryField()
    name = SealedTextField()
    kind = models.CharField(max_length=4)  # "docx" or "pdf"
    sha256 = models.CharField(max_length=64)
    pages_unread = models.JSONField(default=list)
    found = models.JSONField(default=dict)
    confirmed = models.JSONField(default=dict)
    added_at = models.DateTimeField()
    added_by = _person()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = _person(null=True)

    class Meta:
        ordering = ["added_at"]
