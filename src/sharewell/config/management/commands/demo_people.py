"""Say who can sign in to the demo, and how."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from sharewell.web.demo.people import people


class Command(BaseCommand):
    """Say who can sign in to the demo, and how."""

    help = "Say who can sign in to the demo, and how. Works only where `dev.py demo` started it."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the address, and each person with what they sign in with."""
        if not settings.DEMO:
            raise CommandError("There are no invented people here. Run: python3 dev.py demo")
        here = settings.SITE_URL
        for person in people():
            self.stdout.write(
                f"\n  {person.name}, {person.role}, {person.organisation} ({person.story})\n"
                f"    {person.email}    password {person.password}\n"
                f"    code {here}{reverse('demo:code', args=[person.id])}"
            )
        self.stdout.write(
            f"\nSharewell is at {here}/\n"
            f"  who can sign in, as a page   {here}{reverse('demo:people')}\n"
            f"  every mail that was sent     {here}{reverse('demo:mails')}\n"
            "Everybody is invented. Do not type anything about real people.\n"
        )
