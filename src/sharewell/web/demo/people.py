"""Who can sign in to the demo, with what."""

import time
import tomllib
from dataclasses import dataclass
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.contrib.auth import get_user_model

PERIOD = 30


@dataclass(frozen=True)
class Invented:
    """An invented person and what they sign in with."""

    id: UUID
    name: str
    role: str
    organisation: str
    email: str
    password: str
    story: str  # who they are in the county


def people() -> list[Invented]:
    """Everybody in the county who can sign in, in the order of its file."""
    listed = tomllib.loads((settings.EXAMPLES / "people.toml").read_text(encoding="utf-8"))["person"]
    here = {person.email: person for person in get_user_model().objects.select_related("organisation")}
    return [
        Invented(
            person.id,
            person.name,
            str(person.role_words),
            str(person.organisation),
            person.email,
            entry["password"],
            entry["is"],
        )
        for entry in listed
        if (person := here.get(entry["email"]))
    ]


def code_of(person_id: UUID) -> tuple[str, int]:
    """The person's second-factor code of this moment, and for how many seconds it stays so."""
    authenticator = Authenticator.objects.get(user_id=person_id, type=Authenticator.Type.TOTP)
    now = int(time.time())
    value = auth.hotp_value(decrypt(authenticator.data["secret"]), now // PERIOD)
    return auth.format_hotp_value(value), PERIOD - now % PERIOD
