"""`sharewell stamp_log`: have the log stamped by a server whose clock is not ours."""

from django.core.management.base import BaseCommand, CommandError

from sharewell.domain.audit.stamping import NoStamp, check_stamps, stamp_log


class Command(BaseCommand):
    """Have the log as it stands stamped, or check the stamps that are there."""

    help = "Have the log stamped by the server of SHAREWELL_TIMESTAMP_SERVER (RFC 3161). Run it once a day."

    def add_arguments(self, parser):
        """Stamp, or check."""
        parser.add_argument("--check", action="store_true", help="only check the stamps that were had before")

    def handle(self, *, check=False, **options):
        """Do it, and say when the log was stamped."""
        try:
            if check:
                self.stdout.write(f"{check_stamps()} time-stamps hold.")
                return
            stamp = stamp_log()
        except NoStamp as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The log at {stamp.size} entries was stamped at {stamp.at:%Y-%m-%d %H:%M:%S} UTC.")
