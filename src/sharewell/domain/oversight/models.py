"""The table of self-assessments."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from sharewell.domain.organisations.models import Organisation, Person
from sharewell.domain.sealed import SealedJSONField


class SelfAssessment(models.Model):
    """How an organisation stands by the ten steps and the code, at one time. Finished, it never changes.

    `answers` is what people said, where the system cannot tell: {measure: {"level": 0 to 3, "how": text,
    "lang": "en"}}. Finished, `found` keeps what the system told of that day and `score` what came of both.
    """

    belongs_to = ("organisation",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="self_assessments")
    standards = models.CharField(max_length=20)  # the version of standards.toml that it is by
    answers = SealedJSONField(default=dict)
    found = models.JSONField(default=dict)  # counts only: {measure: {"level", "count", "of"}}
    score = models.JSONField(default=dict)  # {standard: percent or None, "all": percent or None}
    begun_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    finished_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-begun_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(finished_at__isnull=True),
                name="one_open_self_assessment",
            )
        ]

    @property
    def is_open(self):
        return self.finished_at is None
