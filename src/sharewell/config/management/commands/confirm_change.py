"""Is the second person where an organisation has nobody else who could be."""

from django.core.management.base import BaseCommand, CommandError

from sharewell.domain.organisations import actions, queries


class Command(BaseCommand):
    help = (
        "Confirm what was asked for somebody's account where nobody else there can: a role, or a new second "
        "step. The log records that it was done at the command line."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", help="whose account it is")

    def handle(self, *, email, **options):
        person = queries.known_by_address(email)
        waiting = queries.open_changes_about(person) if person else []
        if not waiting:
            raise CommandError(f"Nothing waits for a second person about {email}.")
        for change in waiting:
            code = actions.confirm_change(change=change, by="system")
            self.stdout.write(f"{change.person.name}: {change.role_words or change.kind_words}. Confirmed.")
            if code:
                self.stdout.write(f"Hand this code over yourself, never by e-mail: {code}")
