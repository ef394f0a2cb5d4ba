"""List, rotate, renew, retire and recover the keys of this service."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from sharewell.config import backups, boxes, keys
from sharewell.domain.organisations.queries import organisation_called
from sharewell.sealing import DataKey, SealingError, offline

ACTIONS = {
    "list": "every data key, and how much is sealed with it",
    "check": "open everything that is sealed in the tables, and name what does not open",
    "rotate": "wrap the data keys under a new key-encrypting key; quick, and nothing sealed changes",
    "renew": "make new data keys for what is sealed from now on",
    "reseal": "seal with the newest keys what is sealed with older ones, while the service works",
    "retire": "destroy the old data keys that nothing needs any more",
    "escrow": "write three sheets of words for three people, of which two give the keys back",
    "try-sheets": "whether two sheets give the keys in use",
    "recover": "make lost keys again from a backup and two sheets",
    "new-recipient": "make a key to which backups can be sealed; do it on a machine that is never online",
}


class Command(BaseCommand):
    """List, rotate, renew, retire and recover the keys of this service."""

    requires_system_checks: ClassVar[list[str]] = []  # it needs no pages
    help = "Everything that is done with the keys of this service. " + "; ".join(
        f"{name}: {words}" for name, words in ACTIONS.items()
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do, and with what."""
        parser.add_argument("action", choices=ACTIONS, metavar="ACTION", help=", ".join(ACTIONS))
        parser.add_argument(
            "files",
            type=Path,
            nargs="*",
            help="the sheets, or for escrow the folder and for a recipient the file to make",
        )
        parser.add_argument("--organisation", metavar="NAME", help="renew: the keys of this one alone")
        parser.add_argument("--now", action="store_true", help="retire: without a day's rest")
        parser.add_argument("--from", dest="backup", type=Path, help="recover: a backup")
        parser.add_argument("--identity", type=Path, help="recover: the offline key that opens the backup")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say what was done and what comes next."""
        try:
            for line in getattr(self, f"_{options['action'].replace('-', '_')}")(options):
                self.stdout.write(line)
        except (SealingError, backups.BackupRefused, DatabaseError, OSError) as refused:
            raise CommandError(str(refused)) from refused

    def _list(self, options: dict[str, Any]) -> list[str]:
        lines = [_line(one) for one in keys.listed()]
        gone = [f"MISSING  {key.file}: what it sealed cannot be read." for key in keys.missing()]
        return [f"Key-encrypting key: {keys.ring().kek}", *lines, *gone]

    def _check(self, options: dict[str, Any]) -> list[str]:
        opened, closed = boxes.check()
        if closed:
            said = "\n".join(closed[:20])
            raise CommandError(f"{len(closed)} boxes do not open. Recover the keys. Among them:\n{said}")
        return [f"All {opened} boxes open."]

    def _rotate(self, options: dict[str, Any]) -> list[str]:
        return [f"Key {keys.rotate()} wraps the data keys now. Make new sheets: sharewell keys escrow FOLDER"]

    def _renew(self, options: dict[str, Any]) -> list[str]:
        name = options["organisation"]
        organisation = organisation_called(name) if name else None
        if name and organisation is None:
            raise CommandError(f"No organisation here is called {name!r}. Give its English name in full.")
        new = keys.renew(organisation.pk if organisation else None)
        return [*(f"Made {key.file}." for key in new), "Now run: sharewell keys reseal"]

    def _reseal(self, options: dict[str, Any]) -> list[str]:
        return [f"Sealed {keys.reseal()} boxes anew."]

    def _retire(self, options: dict[str, Any]) -> list[str]:
        gone = keys.retire(now=options["now"])
        return [f"Destroyed {key.file}." for key in gone] or ["No old key can go yet."]

    def _escrow(self, options: dict[str, Any]) -> list[str]:
        made = keys.escrow(_one(options, "the folder to write the sheets into"))
        return [*(f"Wrote {path}." for path in made), "Print each for another person, then erase the folder."]

    def _try_sheets(self, options: dict[str, Any]) -> list[str]:
        if not keys.are_sheets_of_now(_texts(options)):
            raise CommandError("These sheets give a key, but not the one in use. Make new ones: keys escrow.")
        return ["These two sheets give the keys in use."]

    def _recover(self, options: dict[str, Any]) -> list[str]:
        if options["backup"] is None:
            raise CommandError("Say which backup the keys are to come from: --from FILE.")
        keys.recover(backups.carried_keys(options["backup"], options["identity"]), _texts(options))
        return ["The keys are there again. If the database is lost too, run: sharewell restore FILE"]

    def _new_recipient(self, options: dict[str, Any]) -> list[str]:
        path = _one(options, "the file to make")
        text, recipient = offline.new_identity()
        with open(path, "x", encoding="utf-8", opener=backups.private) as file:
            file.write(text)
        return [f"Wrote {path}. Keep it away from the service. Backups are sealed to:", recipient]


def _one(options: dict[str, Any], what: str) -> Path:
    if len(options["files"]) != 1:
        raise CommandError(f"Say {what}, and nothing else.")
    return options["files"][0]


def _texts(options: dict[str, Any]) -> list[str]:
    if len(options["files"]) != 2:
        raise CommandError("Give the files of two sheets.")
    return [path.read_text(encoding="utf-8") for path in options["files"]]


def _line(one: keys.Line) -> str:
    much = "" if one.boxes is None else f"  {one.boxes} sealed with it"
    return f"{'newest' if one.is_newest else 'old   '}   {_called(one.key)}{much}"


def _called(key: DataKey) -> str:
    return key.file.removesuffix(".wrapped")
