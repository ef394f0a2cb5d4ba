"""The table of forms: one of the statutory code's, or a case of the law enforcement toolkit."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from sharewell.domain.children.meeting import Noted
from sharewell.domain.decisions.models import Decision, Worry, new_reference
from sharewell.domain.organisations.models import Organisation, Person
from sharewell.domain.requests import states
from sharewell.domain.sealed import SealedBinaryField, SealedJSONField


class CodeForm(Noted, models.Model):
    """A form that somebody fills in: about a worry, about one decision of it, or about neither.

    `answers` holds only what a person wrote: {question: {"said": text or value, "lang": "en"}}. What the
    record answers is read from the record, until the form is finished; then all of it is in `finished`.
    """

    belongs_to = ("organisation",)
    noted_as = ("worries", "worry_id")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    reference = models.CharField(max_length=9, unique=True, default=new_reference)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="code_forms")
    kind = models.CharField(max_length=10)  # of kinds.KINDS
    is_received = models.BooleanField(default=False)  # a request that came to us, and not one of ours
    worry = models.ForeignKey(Worry, null=True, on_delete=models.PROTECT, related_name="code_forms")
    decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT, related_name="code_forms")
    request = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="answered_by")
    state = models.CharField(max_length=10, default=states.OPEN)
    answers = SealedJSONField(default=dict)
    begun_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="code_forms")
    begun_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    finished = SealedBinaryField(
        null=True
    )  # canonical JSON: every question and its answer, in both languages
    finished_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-begun_at"]
        indexes = [models.Index(fields=["organisation", "-begun_at"], name="form_by_organisation")]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "kind"],
                condition=Q(state=states.OPEN, decision__isnull=False),
                name="one_open_form_a_decision",
            ),
            models.CheckConstraint(
                condition=Q(state=states.FINISHED, finished_at__isnull=False)
                | (~Q(state=states.FINISHED) & Q(finished_at__isnull=True)),
                name="a_finished_form_says_when",
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def is_open(self):
        return self.state == states.OPEN

    @property
    def state_words(self):
        return states.FORM_STATES[self.state]
