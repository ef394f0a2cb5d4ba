"""Runs the service's management commands for `sharewell NAME`."""

import os
import sys

import django
from django.core.management import execute_from_command_line


def main(given: list[str]) -> int:
    """Run the management command that `given` begins with; Django says what is wrong with an unknown one."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sharewell.config.settings")
    django.setup()
    execute_from_command_line(["sharewell", *(["help"] if given == ["commands"] else given)])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
