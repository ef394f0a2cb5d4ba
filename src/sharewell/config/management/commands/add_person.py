"""Writes in one person who may sign in."""

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError

from sharewell.domain.organisations import actions, queries, states


class Command(BaseCommand):
    help = "Write in one person who may sign in. They choose their own password and second factor."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--organisation", required=True, help="its name in English, as it was set up")
        parser.add_argument("--role", choices=list(states.ROLES), default=states.PRACTITIONER)
        parser.add_argument("--language", choices=["en", "cy"], default="en")

    def handle(self, *, email, name, organisation, role, language, **options):
        here = {found.name_en: found for found in queries.organisations_here()}
        if organisation not in here:
            known = ", ".join(sorted(here)) or "none yet: run sharewell set_up first"
            raise CommandError(f"No organisation here is called {organisation!r}. Here are: {known}.")
        try:
            actions.add_person(
                organisation=here[organisation],
                email=email,
                name=name,
                role=role,
                language=language,
                by="system",
            )
        except IntegrityError as error:
            raise CommandError(f"Somebody signs in as {email} already.") from error
        self.stdout.write(f"{name} can now choose a password, through 'I forgot my password'.")
