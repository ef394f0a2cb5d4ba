"""Whether what is sealed could be opened again after the worst day, and whether the second wall stands."""

from collections.abc import Iterator

from django.conf import settings

from sharewell.config import freezing, keys, walls
from sharewell.config.finding import Finding
from sharewell.domain.sealed import ring, ring_is_here


def safekeeping_findings() -> Iterator[Finding]:
    """What can be found at once: sheets, recipients of backups."""
    if settings.DEMO or not ring_is_here():
        return
    if keys.escrowed_kek() is None:
        yield Finding(
            False,
            "Nobody holds sheets of the keys: if the folder of keys is lost, everything sealed is lost.",
            "Run: sharewell keys escrow FOLDER. Give the three sheets to three people.",
        )
    elif keys.escrowed_kek() != ring().kek:
        yield Finding(
            True,
            "The keys were rotated since the sheets were made, so the sheets no longer give them back.",
            "Run: sharewell keys escrow FOLDER. Give the three sheets to three people.",
        )
    if not settings.BACKUP_RECIPIENTS:
        yield Finding(
            False,
            "Backups are sealed to no offline key: whoever has this machine's keys can open every one.",
            "Run sharewell keys new-recipient FILE on another machine; set SHAREWELL_BACKUP_RECIPIENTS.",
        )


def wall_findings() -> Iterator[Finding]:
    """Where PostgreSQL would not keep organisations apart, and which keys the tables need in vain."""
    for what in walls.findings():
        yield Finding(
            True,
            f"{what} PostgreSQL would not keep one organisation's rows from another.",
            "Use a role of its own with NOSUPERUSER and NOBYPASSRLS that owns the tables. "
            "Then run: sharewell migrate",
        )


def frozen_findings() -> Iterator[Finding]:
    """What was signed, published or said, and could be altered."""
    for what in freezing.findings():
        yield Finding(True, f"{what} What was signed there could be altered.", "Run: sharewell migrate")


def lost_key_findings() -> Iterator[Finding]:
    """Data keys that the tables need and that are gone."""
    for key in keys.missing() if ring_is_here() else ():
        yield Finding(
            True,
            f"The key {key.file} is gone, and what it sealed cannot be read.",
            "Take it from a backup: see the how-to on recovering the keys.",
        )
