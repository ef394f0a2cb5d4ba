"""`sharewell change_log_key`: sign the log with a new key from here on."""

from django.core.management.base import BaseCommand, CommandError

from sharewell.domain.audit.keys import file_of
from sharewell.domain.audit.rekeying import change_signing_key
from sharewell.ledger.checkpoints import BadNote


class Command(BaseCommand):
    """Change the key that signs the log."""

    help = (
        "Sign the log with a new key from here on. The change is an entry of the log, signed with both keys: "
        "every receipt from before still verifies, and nothing new is accepted from the key before."
    )

    def add_arguments(self, parser):
        """Nothing is done without being meant."""
        parser.add_argument(
            "--yes", action="store_true", help="do it; without this, only say what would be done"
        )

    def handle(self, *, yes=False, **options):
        """Change it, and say what to do next."""
        if not yes:
            self.stdout.write("Nothing was done. To change the key that signs the log, give --yes.")
            return
        try:
            key = change_signing_key(by="system")
        except BadNote as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The log is signed with a new key, in {file_of(key)}.")
        self.stdout.write("Back that file up, apart from the database.")
        self.stdout.write("Tell your partners the new public key by telephone or on paper:")
        self.stdout.write(str(key))
