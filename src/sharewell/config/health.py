"""What may be wrong with an installation, why it matters, and how to mend it."""

import smtplib
import stat
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from sharewell.config.finding import Finding
from sharewell.config.safekeeping import (
    frozen_findings,
    lost_key_findings,
    safekeeping_findings,
    wall_findings,
)
from sharewell.config.soundness import content_findings, database_findings, disk_findings, sealed_findings
from sharewell.domain.agreements.kinds import wrong_files
from sharewell.domain.audit.checks import verify_log
from sharewell.domain.decisions import who_looked
from sharewell.domain.deliveries import outbox
from sharewell.ledger.findings import Altered
from sharewell.minimising.confining import walls

PATIENCE = timedelta(minutes=15)
AWAY = "The database does not answer."


def findings() -> Iterator[Finding]:
    """What can be found at once, the serious not sorted from the rest."""
    tables = list(_tables())
    yield from tables
    yield from disk_findings()
    if AWAY not in [finding.what for finding in tables]:
        yield from database_findings()
        yield from wall_findings()
        yield from frozen_findings()
    yield from safekeeping_findings()
    for check in (_keys, _mail, _cookies, _address, _static_files, _mode, _files, _kinds):
        yield from check()


def findings_within() -> Iterator[Finding]:
    """What the tables themselves say; the log is worked out again, which takes its time."""
    if any(_tables()):
        return
    yield from log_findings()
    yield from content_findings()
    yield from lost_key_findings()
    yield from sealed_findings()
    yield from _outbox()
    yield from _second_people()


def _tables() -> Iterator[Finding]:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error:
        mend = (
            "Make room on its disk and see that it can be written. SHAREWELL_READING_ONLY=yes serves what "
            "is there meanwhile."
            if settings.ON_SQLITE
            else "Check DATABASE_URL, and that the server runs."
        )
        yield Finding(True, AWAY, mend)
        return
    if waiting:
        yield Finding(True, f"The tables are {len(waiting)} steps behind the code.", "Run: sharewell migrate")


def log_findings() -> Iterator[Finding]:
    """Where the log is not what it was, every entry of it worked out again."""
    try:
        verify_log()
    except Altered as altered:
        yield Finding(
            True,
            f"The log does not hold: {altered}.",
            "Keep this database as it is for whoever looks into it, and restore a backup beside it.",
        )


def _outbox() -> Iterator[Finding]:
    since = outbox.waiting_since()
    if since and timezone.now() - since > PATIENCE:
        yield Finding(
            True,
            f"Something to be sent has waited since {since:%Y-%m-%d %H:%M} UTC.",
            "See that `sharewell serve` or `sharewell worker` runs, and that the mail server answers.",
        )


def _second_people() -> Iterator[Finding]:
    for organisation in who_looked.without_a_second_person():
        yield Finding(
            False,
            f"At {organisation.name_en} fewer than two people could look at broken glass: when one of them "
            "breaks it, nobody reviews it.",
            "Give a second person there the role of safeguarding lead, data protection officer or leader.",
        )


def _keys() -> Iterator[Finding]:
    if not settings.KEYS.is_dir():
        yield Finding(
            True,
            f"There are no keys in {settings.KEYS}; without its keys nothing that is sealed can be read.",
            "Set SHAREWELL_KEYS to where they are. A new service makes its own at the first start.",
        )
        return
    if settings.KEYS.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield Finding(
            True, f"Others on this machine can open {settings.KEYS}.", f"Run: chmod 700 {settings.KEYS}"
        )
    if not settings.DEMO and settings.HOME in settings.KEYS.parents and settings.ON_SQLITE:
        yield Finding(
            False,
            "The keys lie beside the database: who copies the one copies the other.",
            "Move them to another disk, set SHAREWELL_KEYS, and back them up apart.",
        )


def _mail() -> Iterator[Finding]:
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    kind = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
    try:
        with kind(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=5) as server:
            server.noop()
    except (OSError, smtplib.SMTPException):
        yield Finding(
            True,
            f"No mail server answers at {where}, so links cannot be sent.",
            "Set SHAREWELL_SMTP_HOST, _PORT and _SECURITY. Mails wait, and are tried again.",
        )


def _cookies() -> Iterator[Finding]:
    if not settings.HAS_TLS and not settings.DEMO:
        yield Finding(
            True,
            "Cookies are sent over an open line, where a session can be stolen.",
            "Serve over https and leave SHAREWELL_TLS out.",
        )
    if settings.HAS_TLS and not settings.BEHIND_PROXY:
        yield Finding(
            True,
            "Every page asks for https, but nothing says that a proxy ends it, so no page would ever come.",
            "Put a proxy with TLS in front, and set SHAREWELL_BEHIND_PROXY.",
        )


def _address() -> Iterator[Finding]:
    host = urlsplit(settings.SITE_URL).hostname or ""
    if host not in settings.ALLOWED_HOSTS and "*" not in settings.ALLOWED_HOSTS:
        yield Finding(
            True,
            f"Links in mails point at {host}, which the service does not answer to.",
            "Make SHAREWELL_ADDRESS and SHAREWELL_HOSTS agree.",
        )
    if host in ("localhost", "127.0.0.1") and not settings.DEMO:
        yield Finding(
            True,
            "Links in mails point at this machine, where no recipient can open them.",
            "Set SHAREWELL_ADDRESS to the address that people type.",
        )


def _static_files() -> Iterator[Finding]:
    if not finders.find("vendor/govuk-frontend.min.css"):
        yield Finding(
            True,
            "The design system's style is missing, so pages have no shape.",
            "From a copy of the source run: python3 dev.py test. An installed wheel always holds it.",
        )


def _files() -> Iterator[Finding]:
    stands = walls()
    if "network" not in stands:
        also = "" if "calls" in stands else " Nor can the kernel be told to refuse it connections."
        yield Finding(
            False,
            "A file that is added is looked at by a process that still sees the network: the kernel lets no "
            f"ordinary user make a network of its own.{also}",
            "Allow user namespaces (kernel.unprivileged_userns_clone=1, or what your container calls it), "
            "or let the service reach nothing but its database and mail server.",
        )


def _kinds() -> Iterator[Finding]:
    for error in wrong_files():
        yield Finding(
            True,
            f"A kind of agreement cannot be read, so none of that kind can be drafted. {error}",
            f"Mend that file in {settings.AGREEMENT_KINDS}, or take it out of the folder.",
        )


def _mode() -> Iterator[Finding]:
    if settings.DEBUG:
        yield Finding(True, "Errors are shown in full, with what people typed.", "Leave SHAREWELL_DEBUG out.")
