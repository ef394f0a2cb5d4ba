"""Second steps of signing in, as allauth keeps them: giving one, and taking all away."""

import secrets

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import encrypt

from sharewell.domain.audit.storms import if_possible

_FIGURES = 12  # 40 bits, typed on a telephone's figures; tries are slowed down and the code works once


def give_totp(person, secret):
    """An app that shows codes, by its secret."""
    TOTP.activate(person, secret)


def give_code(person):
    """A code that stands in for the second step, once. Gives the code, in groups of four figures."""
    drawn = f"{secrets.randbelow(10**_FIGURES):0{_FIGURES}}"
    Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).delete()
    Authenticator.objects.create(
        user=person,
        type=Authenticator.Type.RECOVERY_CODES,
        data={"migrated_codes": [encrypt(drawn)], "used_mask": 0},
    )
    return "-".join(drawn[start : start + 4] for start in range(0, _FIGURES, 4))


def forget_used_code(person):
    """A code that was used up makes room for recovery codes of the person's own; at the latest next time."""
    with if_possible():
        Authenticator.objects.filter(
            user=person, type=Authenticator.Type.RECOVERY_CODES, data__migrated_codes=[]
        ).delete()


def take_away(person):
    """Everything by which somebody could show a second time who they are."""
    Authenticator.objects.filter(user=person).delete()
