"""Second steps of signing in, as allauth keeps them: giving one, and taking all away."""

import secrets

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import encrypt

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another
_LENGTH = 10  # 49 bits; tries are slowed down and the code works once


def give_totp(person, secret):
    """An app that shows codes, by its secret."""
    TOTP.activate(person, secret)


def give_code(person):
    """A code that stands in for the second step, once. Gives the code, in two groups of five."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH))
    Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).delete()
    Authenticator.objects.create(
        user=person,
        type=Authenticator.Type.RECOVERY_CODES,
        data={"migrated_codes": [encrypt(drawn)], "used_mask": 0},
    )
    return f"{drawn[:5]}-{drawn[5:]}"


def take_away(person):
    """Everything by which somebody could show a second time who they are."""
    Authenticator.objects.filter(user=person).delete()
