"""What is wrong when all is over; and the log, against what the outside holds of it."""


class Wrong(list):
    """Lines such as "I2: queued twice"."""

    def unless(self, holds, invariant, what):
        if not holds:
            self.append(f"{invariant}: {what}")


def kinds_about(*things):
    from sharewell.domain.audit.queries import events_about

    return [event.kind for event in events_about(*things)]


def look_at_log(wrong, checkpoints):
    """I4: the log verifies, and has grown from every checkpoint that was handed out while it ran."""
    from sharewell.domain.audit.checks import verify_log
    from sharewell.domain.audit.keys import verifying_key
    from sharewell.domain.audit.rows import Tables
    from sharewell.ledger.checkpoints import BadNote
    from sharewell.ledger.findings import Altered
    from sharewell.ledger.log import Log

    held = sorted({verifying_key().open(each) for each in checkpoints}, key=lambda each: each.size)
    try:
        verify_log(held=held[-1].text)
    except (Altered, BadNote) as found:
        wrong.append(f"I4: {found}")
        return
    log = Log(Tables())
    for each in held:
        wrong.unless(log.root(each.size) == each.root, "I4", f"it is not what it was at {each.size}")


def look_at_file(wrong):
    """The database itself, page by page."""
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check(1)")
            said = cursor.fetchone()[0]
        wrong.unless(said == "ok", "I1", f"the database is damaged: {said}")
