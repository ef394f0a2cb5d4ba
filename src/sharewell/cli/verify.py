"""`sharewell verify PACK`: check a proof pack, and its history where somebody kept a checkpoint."""

import argparse
import json
import sys
from pathlib import Path

SOUND, ALTERED, UNREADABLE = 0, 1, 2

WORDS = {
    "en": {
        "sound": "Sound: nothing in {pack} was altered since it was made.",
        "altered": "Altered: {what}.",
        "unreadable": "Unreadable: {what}.",
        "entries": "{entries} entries are in the log of {origin} as it stood at {size} entries.",
        "decided": "Decided again, the case has the same outcome.",
        "key-known": "It is signed with the key that you gave.",
        "key-inside": "The pack names the key that signed it; whose that is was not checked (--key FILE).",
        "history": (
            "Checked: the whole pack, and its history against {held} (taken at size {size}). "
            "Nothing before that was rewritten."
        ),
        "pack-only": (
            "Checked: the whole pack only. Whether whoever holds the log's key rewrote history shows only "
            "against a checkpoint held elsewhere (--checkpoint FILE)."
        ),
    },
    "cy": {
        "sound": "Cyfan: ni newidiwyd dim yn {pack} ers ei wneud.",
        "altered": "Wedi'i newid: {what}.",
        "unreadable": "Annarllenadwy: {what}.",
        "entries": "Mae {entries} cofnod yn log {origin} fel yr oedd pan oedd ynddo {size} cofnod.",
        "decided": "O benderfynu eto, yr un yw canlyniad yr achos.",
        "key-known": "Fe'i llofnodwyd â'r allwedd a roddwyd gennych.",
        "key-inside": (
            "Mae'r pecyn yn enwi'r allwedd a'i llofnododd; ni wiriwyd allwedd pwy yw honno (--key FILE)."
        ),
        "history": (
            "Gwiriwyd: y pecyn cyfan, a'i hanes yn erbyn {held} (a wnaed pan oedd {size} cofnod). "
            "Ni ailysgrifennwyd dim cyn hynny."
        ),
        "pack-only": (
            "Gwiriwyd: y pecyn cyfan yn unig. Dim ond yn erbyn pwynt gwirio a gedwir yn rhywle arall "
            "(--checkpoint FILE) y gwelir a ailysgrifennwyd hanes gan bwy bynnag sydd ag allwedd y log."
        ),
    },
}


def main(given: list[str]) -> int:
    """Check a pack and say what was found: exit 0 sound, 1 altered, 2 unreadable."""
    asked = _parser().parse_args(given)
    words = WORDS[asked.lang]
    from sharewell.ledger.findings import Altered, Unreadable

    try:
        for line in _check(asked, words):
            print(line)
    except Altered as found:
        print(words["altered"].format(what=found.words(asked.lang)))
        return ALTERED
    except Unreadable as found:
        print(words["unreadable"].format(what=found.words(asked.lang)), file=sys.stderr)
        return UNREADABLE
    return SOUND


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sharewell verify",
        description="Check a proof pack, offline.",
        epilog="Exit 0: sound. 1: altered, and it says where. 2: there is nothing that could be checked.",
    )
    parser.add_argument("pack", metavar="PACK", type=Path, help="the zip of a proof pack")
    parser.add_argument(
        "--checkpoint",
        metavar="FILE",
        type=Path,
        help="a checkpoint that somebody else kept, such as on a receipt",
    )
    parser.add_argument("--key", metavar="FILE", type=Path, help="the log's public key, had from elsewhere")
    parser.add_argument("--lang", choices=sorted(WORDS), default="en", help="en (English) or cy (Welsh)")
    return parser


def _check(asked: argparse.Namespace, words: dict[str, str]) -> list[str]:
    from sharewell.ledger.pack_checking import Against, check_pack

    against = Against(
        held=asked.checkpoint and _checkpoint_in(_text(asked.checkpoint, "not-a-checkpoint")),
        held_name=asked.checkpoint and asked.checkpoint.name,
        key=asked.key and _text(asked.key, "not-a-key"),
        key_name=asked.key and asked.key.name,
        replay=decide_again,
    )
    sound = check_pack(_bytes(asked.pack), against, asked.pack.name)
    found = sound.checkpoint
    history = sound.held and words["history"].format(held=asked.checkpoint.name, size=sound.held.size)
    return [
        words["sound"].format(pack=asked.pack.name),
        words["entries"].format(entries=sound.entries, origin=found.origin, size=found.size),
        words["decided"],
        words["key-known" if sound.key_was_known else "key-inside"],
        history or words["pack-only"],
    ]


def decide_again(rules_file: bytes, case_file: bytes) -> list[bytes]:
    """The outcome of the case under the rules in the pack, in each language: one of them was recorded."""
    from sharewell import rules

    rule_set, case = rules.load(rules_file), json.loads(case_file)
    return [rules.canonical(rule_set.decide(case, lang)) for lang in ("en", "cy")]


def _checkpoint_in(text: str) -> str:
    """The checkpoint in the words of a receipt; the text as it is where there is none."""
    from sharewell.ledger.checkpoints import BadNote
    from sharewell.ledger.witnessing import shown_in

    try:
        return shown_in(text)[0].text
    except BadNote:
        return text


def _bytes(path: Path) -> bytes:
    from sharewell.ledger.findings import Unreadable
    from sharewell.ledger.pack_reading import LARGEST

    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise Unreadable("cannot-open", path.name) from error


def _text(path: Path, otherwise: str) -> str:
    from sharewell.ledger.findings import Unreadable

    try:
        return _bytes(path).decode("utf-8-sig")  # some editors put a mark in front
    except UnicodeDecodeError as error:
        raise Unreadable(otherwise, path.name) from error
