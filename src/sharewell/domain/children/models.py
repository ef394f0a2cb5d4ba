"""Tables of children, linked people and places."""

from uuid import uuid4

from django.db import models

from sharewell.domain.children import states
from sharewell.domain.children.hidden import HiddenAddressField
from sharewell.domain.children.meeting import Noted
from sharewell.domain.organisations.models import Organisation, Person
from sharewell.domain.sealed import SealedDateField, SealedTextField


class Child(Noted, models.Model):
    """A child, or an unborn child, whom an organisation is worried about."""

    belongs_to = ("organisation", "decisions__deliveries__decision__recipient__organisation")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="children")
    name = SealedTextField()
    other_names = SealedTextField(default="")  # nicknames, former names: one a line
    born_on = SealedDateField(null=True)
    age_given = models.PositiveSmallIntegerField(null=True, blank=True)  # where no date of birth is known
    age_given_on = models.DateField(null=True, blank=True)
    is_unborn = models.BooleanField(default=False)
    notes = SealedTextField(default="")
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["-added_at"]

    def __str__(self):
        return self.name

    @property
    def hidden_addresses(self):
        """The safe addresses that are still to be hidden: not those whose shield two people lifted."""
        return [address for address in self.safe_addresses.all() if address.lifted_at is None]

    def age_on(self, day):
        """Whole years on that day, or None. A birthday on 29 February comes on 1 March in other years."""
        if self.is_unborn:
            return None
        if self.born_on:
            birthday_to_come = (day.month, day.day) < (self.born_on.month, self.born_on.day)
            return day.year - self.born_on.year - birthday_to_come
        return self.age_given

    def as_facts(self, day):
        """The child as case facts on that day."""
        if self.is_unborn:
            return {"stage": "unborn"}
        age = self.age_on(day)
        return {} if age is None else {"age": age}


class LinkedPerson(models.Model):
    """Somebody in the child's life."""

    belongs_to = ("child__organisation",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="linked_people")
    name = SealedTextField()
    relation = models.CharField(max_length=20, default="other")
    phone = SealedTextField(default="")
    email = SealedTextField(default="")
    may_be_a_risk = models.BooleanField(default=False)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at"]

    def __str__(self):
        return self.name

    @property
    def relation_words(self):
        return states.RELATIONS[self.relation]


class Place(models.Model):
    """Where the child, or somebody in their life, lives or can be found."""

    belongs_to = ("child__organisation",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="places")
    linked_person = models.ForeignKey(
        LinkedPerson, null=True, on_delete=models.CASCADE, related_name="places"
    )
    address = SealedTextField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at"]

    def __str__(self):
        return self.address


class SafeAddress(models.Model):
    """Where somebody lives who must not be found. What it is stays hidden until a person reveals it.

    Once two people have lifted its shield it stands openly as the `Place` of the same id; this row, with who
    was shown it and when, stays as it was, so that it can be put back.
    """

    belongs_to = ("child__organisation",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="safe_addresses")
    linked_person = models.ForeignKey(
        LinkedPerson, null=True, on_delete=models.CASCADE, related_name="safe_addresses"
    )
    address = HiddenAddressField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)  # since when it need not be hidden

    class Meta:
        ordering = ["added_at"]

    def __str__(self):
        return f"safe address {self.pk}"

    @property
    def whose(self):
        """The name of who is there."""
        return self.linked_person.name if self.linked_person else self.child.name


class Reveal(models.Model):
    """Somebody was shown a safe address, once, for a reason."""

    belongs_to = ("address__child__organisation",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    address = models.ForeignKey(SafeAddress, on_delete=models.CASCADE, related_name="reveals")
    reason = SealedTextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]


class ChildTrace(models.Model):
    """A child's name as a keyed hash, so that a text can be searched for it without opening any name."""

    belongs_to = ("child__organisation",)

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="traces")
    blind = models.BinaryField(max_length=16, db_index=True)  # its first two words
    whole = models.BinaryField(max_length=16)
    words = models.PositiveSmallIntegerField()


class AddressTrace(models.Model):
    """One way of writing a safe address, as a keyed hash, for the same purpose."""

    belongs_to = ("address__child__organisation",)

    address = models.ForeignKey(SafeAddress, on_delete=models.CASCADE, related_name="traces")
    blind = models.BinaryField(max_length=16, db_index=True)
    whole = models.BinaryField(max_length=16)
    words = models.PositiveSmallIntegerField()
