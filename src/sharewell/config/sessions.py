"""Sessions in the database; and, while it cannot be written, sealed files in memory until it can.

Whoever is signed in stays so through a storm, and signing in works. A session that ended in a storm stays
ended. Where the database does not answer at all, a person counts as signed out on the open pages and is told
why on the others; their cookie is kept.
"""

import json
import os
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import Error

from sharewell.domain.audit import storms
from sharewell.domain.audit.refuge import refuge
from sharewell.domain.sealed import ring

_SEALED_FOR = "session"


class SessionStore(db.SessionStore):
    """Django's own, with a second place for when the first cannot be written."""

    lost: BaseException | None = None  # the error, where nobody knows who this is
    _saved: tuple[str, str] | None = None  # the key and what was last saved under it, by this request

    def load(self) -> dict[str, Any]:
        """What is kept of the session: the second place is newer where it has anything."""
        key = self.session_key
        self.lost = storms.just_away()
        if self.lost:
            return {}
        try:
            kept = super().load()
        except Error as error:
            if not storms.notice(error):
                raise
            self.lost = error
            return {}
        later = _read(key)
        if later is None:
            return kept
        self._session_key = key if later else None
        return later

    def exists(self, session_key: str) -> bool:
        """Whether there is such a session in either place."""
        return bool(_read(session_key)) or super().exists(session_key)

    def save(self, must_create: bool = False) -> None:
        """Save to the database; or to the second place, which the next save clears."""
        if self.session_key is None:
            return self.create()
        holds = (self.session_key, json.dumps(self._get_session(no_load=must_create), sort_keys=True))
        if holds == self._saved:
            return  # a view saved it together with what it did; the end of the request has nothing to add
        had = not must_create and bool(_read(self.session_key))
        try:
            with storms.impatient():
                self._save(must_create, had)
        except Error as error:
            if not storms.notice(error) or not self._keep():
                raise
        else:
            _forget(self.session_key)
        self._saved = holds

    def _save(self, must_create: bool, had: bool) -> None:
        try:
            super().save(must_create)
        except UpdateError as error:
            # Django says so of every error of the database here.
            if isinstance(error.__context__, Error) and storms.storm_of(error.__context__):
                raise error.__context__ from error.__context__.__cause__
            if not had:
                raise
            super().save(must_create=True)  # it was begun while the database could not be written

    def _keep(self) -> bool:
        data = self._get_session(no_load=False)
        return _write(self.session_key, data, time.time() + self.get_expiry_age())

    def delete(self, session_key: str | None = None) -> None:
        """End it in both places; where the database cannot be written, it is marked as ended."""
        key = session_key or self.session_key
        if key is None:
            return
        try:
            with storms.impatient():
                super().delete(key)
        except Error as error:
            if not storms.notice(error) or not _write(key, {}, time.time() + self.get_session_cookie_age()):
                raise
        else:
            _forget(key)

    def is_empty(self) -> bool:
        """Whether the browser's cookie may be thrown away: never, while nobody can look."""
        return self.lost is None and super().is_empty()


def _path(key: str | None) -> Path | None:
    folder = refuge() if key else None
    return folder / f"session-{sha256(str(key).encode()).hexdigest()}" if folder else None


def _read(key: str | None) -> dict[str, Any] | None:
    """What the second place holds: nothing, or a session, or {} for one that was ended."""
    path = _path(key)
    try:
        kept = json.loads(ring().unseal(path.read_bytes(), _SEALED_FOR)) if path else None
    except OSError:
        return None
    return kept["data"] if kept and kept["until"] > time.time() else None


def _write(key: str, data: dict[str, Any], until: float) -> bool:
    path = _path(key)
    if path is None:
        return False
    part = path.with_suffix(f".{os.getpid()}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(ring().seal(json.dumps({"data": data, "until": until}).encode(), _SEALED_FOR))
        part.replace(path)
    except OSError:
        return False
    return True


def _forget(key: str) -> None:
    if path := _path(key):
        path.unlink(missing_ok=True)
