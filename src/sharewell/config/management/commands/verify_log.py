"""`sharewell verify_log`: is the log in the database still what was recorded and signed?"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from sharewell.domain.audit.checks import jumps_recorded, verify_log
from sharewell.domain.audit.keys import verifying_key
from sharewell.ledger.checkpoints import BadNote
from sharewell.ledger.findings import Altered

ALTERED, UNREADABLE = 1, 2


class Command(BaseCommand):
    help = (
        "Check the whole log in the database, and name the first entry that is wrong. "
        "Exit 0: sound. 1: altered. 2: it could not be read."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--checkpoint", metavar="FILE", type=Path, help="a checkpoint that somebody else kept"
        )
        parser.add_argument(
            "--key", action="store_true", help="only print the log's public key, to give to partners"
        )

    def handle(self, *, checkpoint=None, key=False, **options):
        if key:
            self.stdout.write(str(verifying_key()))
            return
        try:
            held = checkpoint.read_text(encoding="utf-8") if checkpoint else None
            checked = verify_log(held=held)
        except Altered as found:
            raise CommandError(f"Altered: {found}.", returncode=ALTERED) from found
        except (BadNote, DatabaseError, OSError, UnicodeDecodeError) as error:
            raise CommandError(f"Unreadable: {error}", returncode=UNREADABLE) from error
        self.stdout.write(
            f"Sound: {checked.size} entries, and {checked.checkpoints} signed checkpoints agree with them."
        )
        jumps = jumps_recorded()
        if jumps:
            self.stdout.write(f"The clock was changed {jumps} times while it was written; see those entries.")
        if held is None:
            self.stdout.write(
                "Only a checkpoint that somebody else kept shows whether the log was wholly rewritten "
                "(--checkpoint FILE)."
            )
