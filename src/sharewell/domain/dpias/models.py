"""Tables of impact assessments.

What people write in an assessment is about arrangements, not about children, and is not sealed: it is meant
to be read, printed and in part published. The names in it are those of colleagues.
"""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from sharewell.domain.dpias import states
from sharewell.domain.frozen import Frozen
from sharewell.domain.organisations.models import Organisation, Person, in_language


class Assessment(models.Model):
    """What one arrangement, or a family of them, does to people, and what is done about it."""

    # An overarching one is shown to those to whom it was offered, so that they can build on it.
    belongs_to = ("keeper", "heirs__organisation")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    keeper = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="assessments")
    reference = models.CharField(max_length=20)  # "DPIA-2026-003", one series for each keeper
    template = models.CharField(max_length=60)  # of templates.ids()
    template_version = models.CharField(max_length=20)
    title_en = models.CharField(max_length=200, blank=True)
    title_cy = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=20, default=states.SCREENING)
    regime = models.CharField(max_length=10, default=states.UK_GDPR)
    is_overarching = models.BooleanField(default=False)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    screening = models.JSONField(default=dict)  # {id of a screening question: "yes" | "no" | "unsure"}
    screened_as = models.CharField(max_length=20, blank=True)  # of states.SCREENED
    not_needed_en = models.TextField(blank=True)  # why it is not made
    not_needed_cy = models.TextField(blank=True)
    provisions = models.JSONField(default=list)  # ids of the rules that it rests on
    expects_a_month = models.PositiveIntegerField(null=True, blank=True)  # shares, as it was assessed
    review_on = models.DateField(null=True, blank=True)
    review_owner = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    round = models.PositiveIntegerField(default=0)  # how often it has set out on its way round the hats
    words = models.TextField(blank=True)  # folded: what a search looks in
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)  # last

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(fields=["keeper", "reference"], name="one_assessment_a_reference")
        ]
        indexes = [models.Index(fields=["keeper", "state"])]

    def __str__(self):
        return self.title

    @property
    def title(self):
        return in_language(self, "title")

    @property
    def turn(self):
        """The hat whose turn it is; "" where nobody's is."""
        return states.TURNS.get(self.state, "")

    @property
    def state_words(self):
        return states.STATES[self.state]

    @property
    def not_needed(self):
        return in_language(self, "not_needed")

    @property
    def is_in_force(self):
        """Whether it covers shares: signed off once, and not withdrawn. What is opened again, or goes round
        again, does not end that.
        """
        return self.signed_at is not None and self.state != states.WITHDRAWN


class Covering(models.Model):
    """Sharing that an assessment is about: one purpose (case contract 1.4), one kind of recipient (1.1)."""

    belongs_to = ("assessment__keeper", "assessment__heirs__organisation")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="covers")
    purpose = models.CharField(max_length=30)
    recipient_kind = models.CharField(max_length=30)

    class Meta:
        ordering = ["purpose", "recipient_kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "purpose", "recipient_kind"], name="an_assessment_covers_a_thing_once"
            )
        ]
        indexes = [models.Index(fields=["purpose", "recipient_kind"])]


class Named(models.Model):
    """A recipient that an assessment names. One that names nobody means every body of the kinds it covers."""

    belongs_to = ("assessment__keeper",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="named")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "organisation"], name="an_assessment_names_a_body_once"
            )
        ]


class Heir(models.Model):
    """A body to which an overarching assessment was offered, to build its own on."""

    belongs_to = ("assessment__keeper", "organisation")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="heirs")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="inheriting")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["organisation__name_en"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "organisation"], name="offered_to_a_body_once")
        ]


class Hat(models.Model):
    """Who does what for an assessment. The database itself keeps anybody from wearing two."""

    belongs_to = ("assessment__keeper",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="hats")
    hat = models.CharField(max_length=10)  # of states.HATS
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="hats")
    given_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)  # when they were last told that it is their turn

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "hat"], name="one_person_a_hat"),
            models.UniqueConstraint(fields=["assessment", "person"], name="one_hat_a_person"),
        ]


class Answer(models.Model):
    """What an assessment says to one question of its template, in either language or both."""

    belongs_to = ("assessment__keeper",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=60)
    text_en = models.TextField(blank=True)
    text_cy = models.TextField(blank=True)
    is_to_finish = models.BooleanField(default=False)  # came with the software: whoever runs it completes it
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "question"], name="one_answer_a_question")
        ]

    @property
    def text(self):
        return in_language(self, "text")


class Risk(models.Model):
    """Something that may happen to people if the sharing happens, or if it does not. Never from a fixed list.

    `likelihood` and `severity` are 1 to 3 (states.LIKELIHOOD, states.SEVERITY). `left_` says what they are
    with the measures; for a risk of not sharing, what they are once there is sharing.
    """

    belongs_to = ("assessment__keeper",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="risks")
    number = models.PositiveIntegerField()
    side = models.CharField(max_length=12)  # of states.SIDES
    title_en = models.CharField(max_length=200, blank=True)
    title_cy = models.CharField(max_length=200, blank=True)
    about_en = models.TextField(blank=True)  # where it comes from, whom it harms and how
    about_cy = models.TextField(blank=True)
    likelihood = models.PositiveSmallIntegerField()
    severity = models.PositiveSmallIntegerField()
    left_likelihood = models.PositiveSmallIntegerField(null=True, blank=True)
    left_severity = models.PositiveSmallIntegerField(null=True, blank=True)
    left_why_en = models.TextField(blank=True)
    left_why_cy = models.TextField(blank=True)
    is_to_finish = models.BooleanField(default=False)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="one_risk_a_number"),
            models.CheckConstraint(
                condition=Q(likelihood__gte=1, likelihood__lte=3, severity__gte=1, severity__lte=3),
                name="a_risk_lies_on_the_grid",
            ),
        ]

    @property
    def title(self):
        return in_language(self, "title")

    @property
    def about(self):
        return in_language(self, "about")

    @property
    def left_why(self):
        return in_language(self, "left_why")

    @property
    def level(self):
        """low, medium or high, before anything is done about it."""
        return states.level_of(self.likelihood, self.severity)

    @property
    def left(self):
        """low, medium or high, with what is done about it; None where nobody has said."""
        if self.left_likelihood is None or self.left_severity is None:
            return None
        return states.level_of(self.left_likelihood, self.left_severity)


class Measure(models.Model):
    """Something that is done about a risk, by somebody and by a day."""

    belongs_to = ("risk__assessment__keeper",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    risk = models.ForeignKey(Risk, on_delete=models.CASCADE, related_name="measures")
    text_en = models.TextField(blank=True)
    text_cy = models.TextField(blank=True)
    effect = models.CharField(max_length=12)  # of states.EFFECTS
    owner = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="measures"
    )
    due_on = models.DateField(null=True, blank=True)
    is_to_finish = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "id"]

    @property
    def text(self):
        return in_language(self, "text")

    @property
    def effect_words(self):
        return states.EFFECTS[self.effect]


class View(models.Model):
    """What people said whom it is about, or who work with it; or why they were not asked."""

    belongs_to = ("assessment__keeper",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="views")
    whose_en = models.CharField(max_length=200, blank=True)
    whose_cy = models.CharField(max_length=200, blank=True)
    were_asked = models.BooleanField(default=True)
    asked_on = models.DateField(null=True, blank=True)
    said_en = models.TextField(blank=True)  # what they said; or why they were not asked
    said_cy = models.TextField(blank=True)
    followed = models.CharField(max_length=8, blank=True)  # of states.FOLLOWED
    did_en = models.TextField(blank=True)  # what was done with it; or why it was not followed
    did_cy = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at"]

    @property
    def whose(self):
        return in_language(self, "whose")

    @property
    def said(self):
        return in_language(self, "said")

    @property
    def did(self):
        return in_language(self, "did")


class Step(models.Model):
    """A step on the way round the hats: who did what, and what they said. Never changed."""

    belongs_to = ("assessment__keeper",)
    frozen = Frozen()

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="steps")
    round = models.PositiveIntegerField()
    what = models.CharField(max_length=20)  # of states.STEPS
    hat = models.CharField(max_length=10, blank=True)
    said_en = models.TextField(blank=True)
    said_cy = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]

    @property
    def what_words(self):
        return states.STEPS[self.what]

    @property
    def said(self):
        return in_language(self, "said")


class Advice(models.Model):
    """What the data protection officer advised in one round, and what was done with it."""

    belongs_to = ("assessment__keeper",)
    frozen = Frozen(open=("taken", "because_en", "because_cy", "taken_by", "taken_at"))

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="advice")
    round = models.PositiveIntegerField()
    says = models.CharField(max_length=12)  # of states.ADVICE
    text_en = models.TextField(blank=True)
    text_cy = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken = models.CharField(max_length=10, blank=True)  # of states.TAKEN; empty while nobody has said
    because_en = models.TextField(blank=True)
    because_cy = models.TextField(blank=True)
    taken_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["assessment", "round"], name="advised_once_a_round")]

    @property
    def text(self):
        return in_language(self, "text")

    @property
    def because(self):
        return in_language(self, "because")


class Consultation(models.Model):
    """The Information Commissioner is asked before anything starts, because a high risk is left."""

    belongs_to = ("assessment__keeper",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="consultations")
    round = models.PositiveIntegerField()
    asked_on = models.DateField()
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answer_by = models.DateField()  # worked out when it was asked, and when it was extended
    extended_on = models.DateField(null=True, blank=True)  # when they said that they need longer
    answered_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=12, blank=True)  # of states.CONSULTED
    said_en = models.TextField(blank=True)
    said_cy = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["asked_on"]

    @property
    def said(self):
        return in_language(self, "said")


class Signed(models.Model):
    """An assessment as it was signed off, whole, with the law of that day. Never changed."""

    belongs_to = ("assessment__keeper", "assessment__heirs__organisation")
    frozen = Frozen()

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="signed")
    number = models.PositiveIntegerField()
    content = models.JSONField()  # see contents.content_of
    sha256 = models.CharField(max_length=64)  # of the canonical JSON
    law = (
        models.JSONField()
    )  # {"version", "sha256", "provisions": {rule's id: fingerprint of it on that day}}
    over = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="under"
    )  # the parent's
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="one_signed_assessment_a_number")
        ]


class Reopening(models.Model):
    """A question of a signed assessment that an event opened again: which, why, and how it was settled.

    `about` is a noun and an id, as the log has it: "organisation:<uuid>", "rule:6ea", "month:2026-11".
    """

    belongs_to = ("assessment__keeper",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="reopenings")
    question = models.CharField(max_length=60)
    because = models.CharField(max_length=20)  # of states.BECAUSE
    about = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")  # None: the service
    mailed_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    settled_how = models.CharField(max_length=10, blank=True)  # of states.SETTLED
    said_en = models.TextField(blank=True)
    said_cy = models.TextField(blank=True)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "question", "because", "about"], name="reopened_once_by_a_thing"
            )
        ]
        indexes = [models.Index(fields=["settled_at"])]

    @property
    def because_words(self):
        return states.BECAUSE[self.because]

    @property
    def is_live(self):
        """Whether it belongs to the round under way: not settled, or settled since the last signature."""
        return self.settled_at is None or self.settled_at > self.assessment.signed_at

    @property
    def said(self):
        return in_language(self, "said")
