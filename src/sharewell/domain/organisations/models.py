"""Tables of organisations, people and the directory."""

import unicodedata
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

from sharewell.domain.organisations import states
from sharewell.domain.sealed import SealedTextField

CHECK_HOLDS = timedelta(
    days=365
)  # our own: a front door's number seldom changes, and is looked at once a year


def in_language(row, field, lang=None):
    """The Welsh or English text of a two-language column; the other one where it is empty."""
    lang = lang or get_language() or "en"
    first, second = ("cy", "en") if lang.startswith("cy") else ("en", "cy")
    return getattr(row, f"{field}_{first}") or getattr(row, f"{field}_{second}")


class Area(models.Model):
    """A council's area: whose front door it is, by day and by night."""

    belongs_to = ()  # everybody: the directory is one for all

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name_en = models.CharField(max_length=120, unique=True)
    name_cy = models.CharField(max_length=120, blank=True)
    nation = models.CharField(max_length=20)
    day_phone = models.CharField(max_length=30)
    night_phone = models.CharField(max_length=30)
    day_hours_en = models.CharField(max_length=120, blank=True)
    day_hours_cy = models.CharField(max_length=120, blank=True)
    front_door = models.ForeignKey(
        "organisations.DirectoryEntry", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    checked_on = models.DateField()

    class Meta:
        ordering = ["name_en"]

    def __str__(self):
        return in_language(self, "name")

    @property
    def day_hours(self):
        return in_language(self, "day_hours")


class Organisation(models.Model):
    """A body that shares or receives."""

    belongs_to = ()  # everybody: the directory is one for all

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name_en = models.CharField(max_length=160, unique=True)
    name_cy = models.CharField(max_length=160, blank=True)
    kind = models.CharField(max_length=30)
    nation = models.CharField(max_length=20)
    designated = models.BooleanField(null=True, blank=True)  # None: what is usual for this kind
    commissioned_by = models.CharField(max_length=10, default="none")
    policy_document_live = models.BooleanField(null=True, blank=True)  # None: nobody has said
    area = models.ForeignKey(
        Area, null=True, blank=True, on_delete=models.PROTECT, related_name="organisations"
    )
    is_here = models.BooleanField(default=False)  # has people and an inbox on this server
    releases_by_two = models.BooleanField(default=False)  # nothing is sent before a colleague looked at it

    class Meta:
        ordering = ["name_en"]

    def __str__(self):
        return in_language(self, "name")

    def as_sharer(self):
        """What the service knows of this organisation as the one who shares, as case facts."""
        return {"kind": self.kind, "commissioned-by": self.commissioned_by} | self._designation()

    def as_recipient(self):
        """The same as one who receives."""
        return {"kind": self.kind, "nation": self.nation} | self._designation()

    def _designation(self):
        """Schools and colleges are designated unless the directory says otherwise. England alone has it."""
        if self.nation != "england":
            return {}
        usual = self.kind in states.DESIGNATED
        return {"designated": usual if self.designated is None else self.designated}


class DirectoryEntry(models.Model):
    """A front door: a role at an organisation and the ways of reaching it, the best first."""

    belongs_to = ()  # everybody: the directory is one for all

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="entries")
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="entries")
    role_en = models.CharField(max_length=120)
    role_cy = models.CharField(max_length=120, blank=True)
    ways = models.JSONField(default=list)  # of states.WAYS, in order
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    form_url = models.URLField(blank=True)
    form_headings = models.JSONField(default=list)  # [{"en", "cy", "takes": [item kinds]}]
    checked_on = models.DateField()
    agreed_hours = models.PositiveIntegerField(default=24)  # silence longer than this is chased
    is_listed = models.BooleanField(default=True)

    class Meta:
        ordering = ["organisation__name_en", "role_en"]
        constraints = [models.UniqueConstraint(fields=["organisation", "role_en"], name="one_entry_a_role")]

    may_be_a_risk = False
    is_verified = True

    def __str__(self):
        return f"{self.organisation}: {self.role}"

    @property
    def name(self):
        """What a button says: "Send to ..."."""
        return str(self.organisation)

    @property
    def role(self):
        return in_language(self, "role")

    @property
    def kind(self):
        return self.organisation.kind

    @property
    def is_check_due(self):
        """Whether it is so long since somebody checked it that it proves nothing any more."""
        return self.checked_on < timezone.localdate() - CHECK_HOLDS

    def as_recipient(self):
        """Case facts of whom it reaches. One that was checked in time is a checked way of reaching them."""
        return self.organisation.as_recipient() | ({} if self.is_check_due else {"verified": True})


class WrongNumber(models.Model):
    """Somebody says that an entry or an area's number is wrong."""

    belongs_to = ()  # everybody: whoever keeps the directory settles it

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    entry = models.ForeignKey(
        DirectoryEntry, null=True, on_delete=models.CASCADE, related_name="wrong_numbers"
    )
    area = models.ForeignKey(Area, null=True, on_delete=models.CASCADE, related_name="wrong_numbers")
    what = SealedTextField()
    by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        "organisations.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["at"]


class Contact(models.Model):
    """A recipient who is not in the directory, and how they were checked."""

    belongs_to = ("kept_by",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kept_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=30)  # an organisation kind or a person kind
    nation = models.CharField(max_length=20)
    name = SealedTextField()
    organisation_name = SealedTextField(default="")
    role = SealedTextField(default="")
    email = SealedTextField(default="")
    phone = SealedTextField(default="")
    may_be_a_risk = models.BooleanField(default=False)
    verified_how = models.CharField(max_length=30, default=states.NOT_VERIFIED)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(
        "organisations.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    added_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    # The same words as a directory entry has, so that whoever sends need not ask which of the two it is.
    organisation = None
    agreed_hours = 24
    form_url = ""
    form_headings = ()

    def __str__(self):
        return ", ".join(part for part in (self.name, self.role, self.organisation_name) if part)

    @property
    def is_verified(self):
        return self.verified_how in states.VERIFY_STEPS

    @property
    def ways(self):
        return [way for way, given in (("link", self.email), ("telephone", self.phone)) if given]

    def as_recipient(self):
        facts = {"kind": self.kind, "nation": self.nation, "may-be-a-risk": self.may_be_a_risk}
        return facts | {"verified": True} if self.is_verified else facts


def composed(text):
    """Text in Unicode's composed form (NFC): a letter and its accent are one, however they were typed."""
    return text if text is None else unicodedata.normalize("NFC", text)


def session_hash(session_key):
    """What a session is found by. Whoever reads it cannot use it as the session."""
    return sha256((session_key or "").encode()).hexdigest()


class PersonManager(BaseUserManager):
    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class Person(AbstractBaseUser):
    """Somebody who signs in. One organisation, one role."""

    # Everybody: partners are sent names and work addresses, and sign-in asks before it knows who.
    belongs_to = ()

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="people")
    role = models.CharField(max_length=30, default=states.PRACTITIONER)
    language = models.CharField(max_length=2, default="en")
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []
    is_staff = is_superuser = False

    objects = PersonManager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def role_words(self):
        return states.ROLES[self.role]

    @property
    def is_lead(self):
        return self.role == states.LEAD

    def set_password(self, raw_password):
        """The same letters are the same password, whichever keyboard put them together."""
        super().set_password(composed(raw_password))

    def check_password(self, raw_password):
        return super().check_password(composed(raw_password))

    def _get_session_auth_hash(self, secret=None):
        """What a session must fit: it ends with another password, role or organisation."""
        fits = "\0".join((self.password, self.role, str(self.organisation_id)))
        return salted_hmac("sharewell.session", fits, secret=secret, algorithm="sha256").hexdigest()

    def has_perm(self, perm, obj=None):
        return False

    def has_module_perms(self, app_label):
        return False


class StartDate(models.Model):
    """The day on which a provision started, as this organisation's own lawyers confirmed it. Never changed;
    it may be withdrawn.
    """

    belongs_to = ("organisation",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="start_dates")
    provision = models.CharField(max_length=60)  # a rule's id
    starts_on = models.DateField()
    confirmed_by = models.CharField(max_length=200)  # the lawyers
    note = models.CharField(max_length=1000, blank=True)
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_because = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["set_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "provision"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_start_date_a_provision",
            )
        ]


class Gap(models.Model):
    """Something that an organisation ought to have and does not; somebody owns it, and it has a date."""

    belongs_to = ("organisation",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="gaps")
    kind = models.CharField(max_length=20)  # of states.GAP_KINDS
    # Which one, as an id: "18" of Schedule 1, the body of an agreement, the kind that an assessment is of.
    what = models.CharField(max_length=60, blank=True)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="gaps")
    due_on = models.DateField()
    filed_at = models.DateTimeField()
    done = models.CharField(max_length=1000, blank=True)  # what was done about it
    is_needless = models.BooleanField(default=False)  # closed because a single share needs none
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["due_on", "filed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "what"],
                condition=models.Q(closed_at__isnull=True),
                name="one_open_gap_of_a_sort",
            )
        ]

    body = None  # the Organisation that `what` is the id of, where a query has looked it up

    @property
    def state(self):
        return states.GAP_CLOSED if self.closed_at else states.GAP_OPEN

    @property
    def kind_words(self):
        return states.GAP_KINDS[self.kind]


class Meeting(models.Model):
    """Where a gap was met: a decision that went ahead without what is missing. `about` as the log has it."""

    belongs_to = ("gap__organisation",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    gap = models.ForeignKey(Gap, on_delete=models.CASCADE, related_name="meetings")
    about = models.CharField(max_length=60)  # "decision:<uuid>"
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["gap", "about"], name="a_gap_is_met_once_by_a_thing")]
        indexes = [models.Index(fields=["about"])]


class Device(models.Model):
    """A browser in which somebody is, or was, signed in. Not all that the browser says of itself is kept."""

    belongs_to = ("person__organisation",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="devices")
    session_hash = models.CharField(max_length=64, unique=True)
    session_key = SealedTextField()  # so that it can be ended from another device
    browser = models.CharField(max_length=60)  # "Firefox, Windows"
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()  # to the minute
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-seen_at"]
        indexes = [models.Index(fields=["person", "seen_at"])]

    def is_session(self, session_key):
        """Whether this is the browser whose session has that key."""
        return self.session_hash == session_hash(session_key)


class AccountChange(models.Model):
    """A change to somebody's account that takes two people: one asks for it, another confirms it."""

    belongs_to = ("person__organisation",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="account_changes")
    kind = models.CharField(max_length=20)  # of states.CHANGE_KINDS
    role = models.CharField(max_length=30, blank=True)
    because = SealedTextField(default="")
    asked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")  # None: SSO
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=12, default=states.CHANGE_ASKED)
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=models.Q(state=states.CHANGE_ASKED),
                name="one_open_change_of_a_sort",
            )
        ]

    @property
    def kind_words(self):
        return states.CHANGE_KINDS[self.kind]

    @property
    def role_words(self):
        return states.ROLES.get(self.role, "")

    @property
    def state_words(self):
        return states.CHANGE_STATES[self.state]

    @property
    def is_open(self):
        """Whether it still waits for the second person; it lapses by itself."""
        return self.state == states.CHANGE_ASKED and self.asked_at > timezone.now() - states.CHANGE_WAITS


class SignOnLink(models.Model):
    """Whom an organisation's own sign-in means by one of its subjects, of which only a hash is kept."""

    belongs_to = ("person__organisation",)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sign_on_links")
    provider = models.CharField(max_length=40)  # its id in the file of providers
    subject_hash = models.CharField(max_length=64, unique=True)
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "provider"], name="one_link_a_person_and_provider")
        ]
