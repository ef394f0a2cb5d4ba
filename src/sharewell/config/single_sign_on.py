"""The file that says which organisations sign in through a service of their own (OpenID Connect).

TOML, one `[[provider]]` each; docs/how-to/sign-in-through-your-own-provider.md explains every line.
"""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sharewell.config.environment import SettingError

ROLES = ("practitioner", "safeguarding-lead", "data-protection-officer", "leader", "administrator")


@dataclass(frozen=True)
class Provider:
    """One service: where it is, who we are to it, for whom it speaks, and what its words mean here."""

    id: str
    name: dict[str, str]
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    organisations: tuple[str, ...]  # their English names, as they were set up
    email_is_verified: bool = False
    second_step_is_theirs: bool = False
    second_step_acr: tuple[str, ...] = ()
    roles_claim: str = ""
    roles: dict[str, str] = field(default_factory=dict)
    form_action: tuple[str, ...] = ()

    @property
    def origins(self) -> tuple[str, ...]:
        """Where a form of ours may lead: the issuer, and what the file adds."""
        parts = urlsplit(self.issuer)
        return (f"{parts.scheme}://{parts.netloc}", *self.form_action)


def providers(path: str, may_be_plain: bool = False) -> list[Provider]:
    """The providers of the file at `path`; none where no file is named. Raises `SettingError`.

    `may_be_plain` lets an issuer on this machine be reached over http: for the demo and for tests.
    """
    if not path:
        return []
    try:
        rows = tomllib.loads(Path(path).read_text(encoding="utf-8")).get("provider", [])
        found = [_provider(row, Path(path).parent, may_be_plain) for row in rows]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SettingError(
            f"SHAREWELL_SINGLE_SIGN_ON names {path!r}, which cannot be used ({type(error).__name__}: "
            f"{error}). Mend the file, or leave the setting out."
        ) from error
    if len({provider.id for provider in found}) != len(found):
        raise SettingError(f"{path!r} names two providers alike. Give each an id of its own.")
    return found


def _provider(row: dict[str, Any], folder: Path, may_be_plain: bool) -> Provider:
    issuer = row["issuer"].rstrip("/")
    parts = urlsplit(issuer)
    is_here = may_be_plain and parts.hostname in ("localhost", "127.0.0.1")
    if parts.scheme != "https" and not is_here:
        raise ValueError(f"the issuer {issuer!r} has to begin with https://")
    if not re.fullmatch(r"[a-z0-9-]{1,40}", row["id"]):
        raise ValueError(f"the id {row['id']!r} takes small letters, figures and hyphens")
    roles = row.get("roles", {})
    if unknown := set(roles.values()) - set(ROLES):
        raise ValueError(f"no such role: {', '.join(sorted(unknown))}. There are: {', '.join(ROLES)}")
    return Provider(
        id=row["id"], name={"cy": row["name"]["en"], **row["name"]}, issuer=issuer,
        client_id=row["client_id"],
        client_secret=(folder / row["client_secret_file"]).read_text(encoding="utf-8").strip(),
        organisations=tuple(row["organisations"]),
        email_is_verified=row.get("email_is_verified", False) is True,
        second_step_is_theirs=_whose(row.get("second_step", "here")),
        second_step_acr=tuple(row.get("second_step_acr", [])),
        roles_claim=row.get("roles_claim", "groups" if roles else ""), roles=dict(roles),
        form_action=tuple(row.get("form_action", [])),
    )  # fmt: skip


def _whose(second_step: str) -> bool:
    if second_step not in ("here", "provider"):
        raise ValueError(f"second_step is {second_step!r}, but takes here or provider")
    return second_step == "provider"
