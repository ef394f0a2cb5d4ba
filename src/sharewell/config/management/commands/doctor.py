"""Say what is wrong with this installation and how to mend it."""

import sys
from typing import Any, ClassVar

from django.core.management.base import BaseCommand

from sharewell.config import health


class Command(BaseCommand):
    """Say what is wrong with this installation and how to mend it."""

    requires_system_checks: ClassVar[list[str]] = []  # it needs no pages
    help = "Say what is wrong with this installation and how to mend it. Exit 1 where something is serious."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each finding, the serious first."""
        found = sorted(
            [*health.findings(), *health.findings_within()], key=lambda finding: not finding.is_serious
        )
        for finding in found:
            mark = "Mend this" if finding.is_serious else "Consider"
            self.stdout.write(f"{mark}: {finding.what}\n    {finding.mend}")
        if not found:
            self.stdout.write("All well.")
        if any(finding.is_serious for finding in found):
            sys.exit(1)
