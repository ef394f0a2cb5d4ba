"""Tables of policies, privacy notices and retention periods."""

from uuid import uuid4

from django.db import models
from django.utils import timezone

from sharewell.domain.frozen import Frozen
from sharewell.domain.learning import states
from sharewell.domain.organisations.models import Organisation, Person, in_language


class Policy(models.Model):
    """A policy or a privacy notice of an organisation: one living paper, in as many versions as it had."""

    belongs_to = ("organisation",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="policies")
    kind = models.CharField(max_length=40)  # the name of a file in `kinds/`
    # What the next version is called and covers; a published one has its own.
    title_en = models.CharField(max_length=200, blank=True)
    title_cy = models.CharField(max_length=200, blank=True)
    paragraphs = models.JSONField(default=list)  # of Schedule 1, which a policy document covers: ["18", "6"]
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="policies_owned")
    readers = models.JSONField(default=list)  # the roles that are asked to read it
    is_public = models.BooleanField(default=False)  # anybody may read what is in force, signed out
    review_months = models.PositiveSmallIntegerField(default=12)
    review_on = models.DateField(null=True, blank=True)  # none before the first version is published
    reminded_for = models.DateField(null=True, blank=True)  # the review of which a mail was written
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_on = models.DateField(null=True, blank=True)  # the first day on which it no longer holds
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_because = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["kind", "made_at"]
        indexes = [models.Index(fields=["organisation", "kind"])]

    def __str__(self):
        return self.title

    @property
    def title(self):
        return in_language(self, "title")

    @property
    def is_review_due(self):
        return bool(self.review_on and self.review_on <= timezone.localdate() and not self.withdrawn_at)


class Version(models.Model):
    """What a policy says. A draft until it is published, and never changed after that.

    `sections` is [{"id", "heading_en", "heading_cy", "text_en", "text_cy"}], in order; `periods` the rows of
    the retention schedule as they stood when it was published, each as `periods.rows_for` gives it. Title
    and paragraphs of a draft are those of its policy.
    """

    belongs_to = ("policy__organisation",)
    frozen = Frozen(since="published_at")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title_en = models.CharField(max_length=200, blank=True)
    title_cy = models.CharField(max_length=200, blank=True)
    paragraphs = models.JSONField(default=list)
    sections = models.JSONField(default=list)
    periods = models.JSONField(default=list)
    changed_en = models.CharField(max_length=1000, blank=True)  # what is new in it
    changed_cy = models.CharField(max_length=1000, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    in_force_from = models.DateField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)  # of what was published; see `freezing`

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="one_policy_version_a_number"),
            models.UniqueConstraint(
                fields=["policy"], condition=models.Q(published_at__isnull=True), name="one_draft_a_policy"
            ),
        ]

    @property
    def says(self):
        """What holds its title and paragraphs: its policy of a draft, itself once it is published."""
        return self.policy if self.is_draft else self

    @property
    def title(self):
        return in_language(self.says, "title")

    @property
    def changed(self):
        return in_language(self, "changed")

    @property
    def is_draft(self):
        return self.published_at is None


class Reading(models.Model):
    """Somebody said that they have read a version."""

    belongs_to = ("version__policy__organisation",)
    frozen = Frozen()

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="readings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="readings")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["version", "person"], name="a_version_is_read_once_by_a_person")
        ]


class Review(models.Model):
    """Somebody looked whether a policy still holds."""

    belongs_to = ("policy__organisation",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="reviews")
    due_on = models.DateField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12)  # of states.OUTCOMES
    said = models.CharField(max_length=1000)

    class Meta:
        ordering = ["-at"]

    @property
    def outcome_words(self):
        return states.OUTCOMES[self.outcome]


class OwnPeriod(models.Model):
    """How long an organisation keeps one sort of record, where it is not what is usual; never changed, but
    ended by the next.
    """

    belongs_to = ("organisation",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="own_periods")
    record = models.CharField(max_length=40)  # an id of `retention.toml`
    years = models.PositiveSmallIntegerField()
    starts = models.CharField(max_length=20)  # of states.STARTS
    then = models.CharField(max_length=12)  # of states.THEN
    because = models.CharField(max_length=1000)
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-set_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "record"],
                condition=models.Q(ended_at__isnull=True),
                name="one_own_period_a_record",
            )
        ]
