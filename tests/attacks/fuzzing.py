"""Malformed inputs for each parser, led by what of its code they reach. Run by test_parsers.py.

`python -m tests.attacks.fuzzing PARSER RUNS SEED` gives the parser so many inputs and prints one line of
JSON. Atheris chooses them, by the lines that were reached; where it is not installed, they are changed at
random, and the line says so. Anything but the parser's own error stops it with the input that did it.
"""

import contextlib
import io
import json
import random
import signal
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

try:
    import atheris
except ImportError:
    atheris = None

CASES = Path(__file__).resolve().parents[2] / "examples" / "cases"
LONGEST = 4096
SECONDS = 10  # that one input may take
MOST_MEMORY = 1500  # megabytes of the whole process, with the fuzzer and the parser's libraries


@dataclass
class Parser:
    """`reads` takes the bytes; `errors` are its own ways of saying no; `seeds` are good inputs."""

    reads: Callable[[bytes], object]
    errors: tuple[type[BaseException], ...]
    seeds: list[bytes] = field(default_factory=lambda: [b""])
    longest: int = LONGEST


def _file(kind: str) -> Parser:
    from sharewell.minimising.cleaning import clean_file
    from sharewell.minimising.limits import Limits
    from sharewell.minimising.refusing import FileRefused
    from tests.attacks import small

    limits = Limits(size=1_000_000, text=200_000, pages=5, pixels=1_000_000, unpacked=5_000_000, preview=64)
    return Parser(lambda data: clean_file(data, limits), (FileRefused,), small.FILES[kind](), 20_000)


def _read_in(kind: str) -> Parser:
    """A paper that somebody brings in: its blocks, and the facts that are looked for in them."""
    from sharewell.domain.agreements.reading import Known, facts_in
    from sharewell.minimising.limits import Limits
    from sharewell.minimising.reading import FileUnread, read_document
    from tests.attacks import small

    limits = Limits(size=1_000_000, text=200_000, pages=5, pixels=1_000_000, unpacked=5_000_000, preview=64)
    known = [Known("1", ("Tendai Council", "Cyngor Tendai"))]

    def read(data: bytes) -> object:
        return facts_in(read_document(data, limits).blocks, known)

    shown = {"docx": lambda: small.documents(hidden=False)}.get(kind, small.FILES[kind])
    return Parser(read, (FileUnread,), shown(), 20_000)


def _facts() -> Parser:
    """The words of a paper, a line a block; a tab makes it a row, a star a heading."""
    from sharewell.domain.agreements.reading import Known, facts_in
    from sharewell.minimising import Block

    known = [Known("1", ("Eirlas Council", "Cyngor Eirlas"))]
    seeds = [
        b"*Information Sharing Protocol\n*1 Purpose\nTo safeguard children\n*2 Partner organisations\n"
        b"Partner organisation\tPost\nCyngor Eirlas\tDPO\nDate of review: 1 Ebrill 2026\nStart date: 31/12/25"
    ]

    def read(data: bytes) -> object:
        lines = data.decode("utf-8", "replace").split("\n")
        blocks = [
            Block(tuple(line.split("\t")), 1 if line.startswith("*") else None, 1 if "\t" in line else None)
            for line in lines
        ]
        return json.dumps(facts_in(blocks, known))

    return Parser(read, (), seeds, 20_000)


def _spreadsheet() -> Parser:
    _django()
    from sharewell.domain.agreements.spreadsheet import COLUMNS, Allowed, SpreadsheetRefused, read

    allowed = Allowed({"a": "1", "b": "2"}, frozenset(["waspi-isp"]), frozenset(["protect"]), "1")
    row = b"R-1,A,waspi-isp,Help,,en,in-force,A,A; B,A > B: protect (bulk),2026-04-01,,31/12/2030,yes"
    seeds = [",".join(COLUMNS).encode() + b"\r\n" + row, b"\xef\xbb\xbf" + ";".join(COLUMNS).encode()]

    def reads(data: bytes) -> object:
        try:
            return read(data, allowed)
        except SpreadsheetRefused as refused:
            assert all(problem.text for problem in refused.problems)
            raise

    return Parser(reads, (SpreadsheetRefused,), seeds)


def _kind() -> Parser:
    from sharewell.minimising.kinds import kind_of
    from sharewell.minimising.refusing import FileRefused
    from tests.attacks import small

    return Parser(kind_of, (FileRefused,), [made()[0][:200] for made in small.FILES.values()])


def _scan() -> Parser:
    from sharewell.minimising.scanning import scan_bytes
    from tests.attacks import small

    seeds = [seed for made in small.FILES.values() for seed in made()]
    return Parser(lambda data: scan_bytes(data, ["14 larch close", "fs4 2qn"]), (), seeds, 20_000)


def _text() -> Parser:
    from sharewell.minimising import Known, find

    known = [
        Known("Tendai Marlow", "child", "other-child"),
        Known("14 Larch Close, FS4 2QN", "place", "shielded"),
    ]
    seeds = [b"Tendai Marlow of 14 Larch Close, FS4 2QN, NHS 943 476 5919, 07700 900123, 14/3/2019"]
    return Parser(lambda data: find(data.decode("utf-8", "replace"), known), (), seeds)


def _case() -> Parser:
    from sharewell import rules
    from sharewell.cli import decide

    def read(data: bytes) -> object:
        with tempfile.NamedTemporaryFile(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as file:
            file.write(data)
            file.flush()
            return rules.current().decide(decide.read_case(file.name), "en")

    toml = [path.read_bytes() for path in sorted(CASES.rglob("*.toml"))[::20]]
    as_json = [json.dumps(tomllib.loads(each.decode()), default=str).encode() for each in toml]
    return Parser(read, (rules.CaseError,), toml + as_json)


def _pack() -> Parser:
    from sharewell.cli.verify import decide_again
    from sharewell.ledger import pack
    from sharewell.ledger.findings import Finding
    from sharewell.ledger.pack_checking import Against, check_members, check_pack
    from sharewell.ledger.pack_reading import read_members
    from tests.ledger.houses import told

    built = told().export()
    members = read_members(built, "pack.zip")
    names = list(members)

    def read(data: bytes) -> object:
        if not data or data[0] % 2:
            return check_pack(data[1:], Against(replay=decide_again))
        name = names[
            data[0] // 2 % len(names)
        ]  # one member replaced, and what the pack says of its files made true
        changed = {**members, name: data[1:]}
        if name != pack.MANIFEST:
            changed[pack.MANIFEST] = pack.manifest(changed)
        return check_members(changed, Against(replay=decide_again))

    seeds = [b"\1" + built, *(bytes([2 * n]) + members[name] for n, name in enumerate(names))]
    return Parser(read, (Finding,), seeds, 60_000)


def _verifier() -> Parser:
    """The separate program, which is given a pack or a whole log by whoever holds it."""
    from sharewell.ledger import verifier
    from tests.ledger.houses import told

    folder = Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None))

    def read(data: bytes) -> object:
        path = folder / "pack.zip"
        path.write_bytes(data)
        return verifier.check(path, [data[:2000].decode("utf-8", "replace")] if data[:1] == b"c" else [])

    return Parser(
        read, (verifier.Wrong, OSError), [told().export(), b"c" + told().issued[0].encode()], 60_000
    )


def _version() -> Parser:
    """The hidden field of a form that says what it was drawn from."""
    from sharewell.domain.errors import Clash
    from sharewell.domain.versions import merged, version_of

    def read(data: bytes) -> object:
        version = data.decode("utf-8", "replace")
        return merged(version=version, stands={"phone": "1"}, mine={"phone": "2"})

    return Parser(read, (Clash,), [version_of({"phone": "1"}).encode(), b"[" * 3000])


def _checkpoint() -> Parser:
    from sharewell.ledger.checkpoints import BadNote, SigningKey, VerifyingKey, read_checkpoint

    key = SigningKey.make("county.example/log")
    note, public = key.sign(7, b"r" * 32), str(key.verifying)

    def read(data: bytes) -> object:
        text = data.decode("utf-8", "replace")
        with contextlib.suppress(BadNote):
            key.verifying.open(text)
        return read_checkpoint(text)

    return Parser(read, (BadNote,), [note.encode(), public.encode(), VerifyingKey.__name__.encode()])


def _key() -> Parser:
    from sharewell.ledger.checkpoints import BadNote, SigningKey, VerifyingKey

    key = SigningKey.make("county.example/log")

    def read(data: bytes) -> object:
        text = data.decode("utf-8", "replace")
        with contextlib.suppress(BadNote):
            VerifyingKey.read(text)
        return SigningKey.read(text)

    return Parser(read, (BadNote,), [str(key).encode(), str(key.verifying).encode()])


def _entry() -> Parser:
    from sharewell.ledger.entries import BadEntry, read_entry
    from sharewell.ledger.pack_reading import read_members
    from tests.ledger.houses import told

    lines = [line for data in read_members(told().export(), "p").values() for line in data.splitlines()]
    return Parser(read_entry, (BadEntry,), [line for line in lines if line.startswith(b"{")][:20])


def _ring(folder: str):
    from sharewell.sealing import KeyRing

    return KeyRing.open(folder)


def _box() -> Parser:
    from sharewell.sealing import SealingError

    ring = _ring(tempfile.mkdtemp())
    return Parser(lambda data: ring.unseal(data, "here"), (SealingError,), [ring.seal(b"words", "here")])


def _stream() -> Parser:
    from sharewell.sealing import SealingError
    from sharewell.sealing.streams import seal_bytes, unseal_bytes

    key = b"k" * 32
    return Parser(lambda data: unseal_bytes(data, key), (SealingError,), [seal_bytes(b"words" * 50, key)])


def _key_file() -> Parser:
    """Each file of a folder of keys in turn replaced, and the ring opened and used."""
    from sharewell.sealing import KeyRing, SealingError

    folder = Path(tempfile.mkdtemp())
    box = KeyRing.open(folder).seal(b"words", "here")
    kept = {path: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}

    def read(data: bytes) -> object:
        path = list(kept)[data[0] % len(kept)] if data else next(iter(kept))
        path.chmod(0o600)
        path.write_bytes(data[1:])
        try:
            return KeyRing.open(folder).unseal(box, "here")
        finally:
            path.write_bytes(kept[path])

    return Parser(read, (SealingError,), [bytes([n]) + each for n, each in enumerate(kept.values())])


def _sheet() -> Parser:
    from sharewell.sealing import SealingError, sheets

    made = sheets.split(b"k" * 32)
    words = "\n\n".join(sheets.printed(sheet) for sheet in made[:2])
    return Parser(
        lambda data: sheets.join(data.decode("utf-8", "replace").split("\n\n")),
        (SealingError,),
        [words.encode()],
    )


def _django() -> None:
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()


def _cookie() -> Parser:
    """What stands in a cookie, sealed by us or by nobody."""
    _django()
    import base64
    import zlib

    from django.test import RequestFactory

    from sharewell.domain.sealed import ring
    from sharewell.web.questions import stores

    def read(data: bytes) -> object:
        text = data.decode("latin-1")
        if data[:1] == b"\1":  # as if somebody had our key
            text = base64.urlsafe_b64encode(ring().seal(zlib.compress(data[1:]), "cookie.answers")).decode()
        request = RequestFactory().get("/")
        request.COOKIES = {stores.COOKIE: text, stores.WHAT_IF: text}
        return stores.CookieStore(request).load(), stores.WhatIfStore(request).load()

    good = stores._closed({"worry.risk": "significant"})
    plain = json.dumps({"at": int(time.time()), "answers": {"worry.risk": "none"}}).encode()
    return Parser(read, (), [good.encode(), b"\1" + plain])


def _bounce() -> Parser:
    _django()
    from sharewell.config.bounces import about

    report = b"\r\n".join([
        b"From: MAILER-DAEMON@mail.example", b"Subject: failed", b"MIME-Version: 1.0",
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"', b"", b"--b",
        b"Content-Type: text/plain", b"", b"It failed.", b"--b",
        b"Content-Type: message/delivery-status", b"",
        b"Reporting-MTA: dns; mail.example", b"", b"Final-Recipient: rfc822; a@b.example", b"Action: failed",
        b"Status: 5.1.1", b"", b"--b", b"Content-Type: message/rfc822", b"", b"Message-ID: <x@y>",
        b"", b"x", b"--b--",
    ])  # fmt: skip
    return Parser(about, (), [report])


def _backup() -> Parser:
    _django()
    from sharewell.config.backups import BackupRefused, _head

    return Parser(
        lambda data: _head(io.BytesIO(data), Path("backup")), (BackupRefused,),
        [b'{"is": "sharewell-backup-3", "at": "2026", "key": "aGVsbG8=", "database": "sqlite"}\n'],
    )  # fmt: skip


def _setting() -> Parser:
    import os

    from sharewell.config import environment
    from sharewell.config.databases import database

    def read(data: bytes) -> object:
        text = data.decode("utf-8", "replace").replace("\0", "")
        os.environ["SHAREWELL_TRIED"] = text
        for kind in (environment.number, environment.flag):
            with contextlib.suppress(environment.SettingError):
                kind("SHAREWELL_TRIED", 1, "")
        environment.described.clear()
        return database(text, Path("/nowhere"))

    return Parser(
        read, (environment.SettingError,), [b"30", b"yes", b"postgresql://a:b@c:5432/d?sslmode=require"]
    )


PARSERS = {
    "pdf": lambda: _file("pdf"),
    "word": lambda: _file("docx"),
    "photograph": lambda: _file("jpeg"),
    "picture": lambda: _file("png"),
    "plain-text": lambda: _file("text"),
    "pdf-read-in": lambda: _read_in("pdf"),
    "word-read-in": lambda: _read_in("docx"),
    "facts-of-a-paper": _facts,
    "register-spreadsheet": _spreadsheet,
    "kind-of-file": _kind,
    "last-look": _scan,
    "names-in-text": _text,
    "case": _case,
    "pack": _pack,
    "verifier": _verifier,
    "version-of-a-form": _version,
    "checkpoint": _checkpoint,
    "log-key": _key,
    "entry": _entry,
    "box": _box,
    "stream": _stream,
    "key-file": _key_file,
    "sheet-of-words": _sheet,
    "cookie": _cookie,
    "bounced-mail": _bounce,
    "backup": _backup,
    "setting": _setting,
}


class Counting:
    """Gives the parser its inputs, and ends with a line when it had enough."""

    def __init__(self, parser: Parser, runs: int, led: bool):
        self.parser, self.runs, self.led = parser, runs, led
        self.count = self.refused = 0

    def __call__(self, data: bytes) -> None:
        self.count += 1
        try:
            self.parser.reads(data)
        except self.parser.errors:
            self.refused += 1
        if self.count >= self.runs:
            self.end()

    def end(self) -> None:
        """Say what was done."""
        said = {"inputs": self.count, "refused": self.refused, "led-by-coverage": self.led}
        print(json.dumps(said), flush=True)


def at_random(counting: Counting, seed: int) -> None:
    """Seeds changed at random: bytes flipped, cut, doubled, put together."""
    chance = random.Random(seed)
    before = signal.signal(signal.SIGALRM, _too_long)
    try:
        while counting.count < counting.runs:
            data = bytearray(chance.choice(counting.parser.seeds))
            for _ in range(chance.randint(1, 8)):
                _change(data, chance)
            signal.alarm(SECONDS)
            counting(bytes(data[: counting.parser.longest]))
    finally:  # or it would go off in whatever comes next
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _too_long(*_: object) -> None:
    raise TimeoutError("one input took too long")


def _change(data: bytearray, chance: random.Random) -> None:
    at, length = chance.randrange(len(data) + 1), chance.randint(1, 64)
    how = chance.randrange(4)
    if how == 0:
        data[at : at + 1] = bytes([chance.randrange(256)])
    elif how == 1:
        del data[at : at + length]
    elif how == 2:
        data[at:at] = data[at // 2 : at // 2 + length]
    else:
        data[at:at] = chance.choice(
            [b"\0", b"\xff" * 4, b"-1", b"999999999999", b"'\"<>", b"\xed\xa0\x80", b"[" * 500]
        )


def main(name: str, runs: int, seed: int) -> None:
    """Give one parser so many inputs."""
    if atheris is None:
        at_random(Counting(PARSERS[name](), runs, led=False), seed)
        return
    with atheris.instrument_imports(include=["sharewell"]):
        parser = PARSERS[name]()
        with contextlib.suppress(*parser.errors, IndexError):
            parser.reads(parser.seeds[0])  # what is imported only when it is needed
    with tempfile.TemporaryDirectory() as corpus:
        for number, each in enumerate(parser.seeds):
            (Path(corpus) / str(number)).write_bytes(each[: parser.longest])
        flags = [f"-runs={runs}", f"-seed={seed}", f"-max_len={parser.longest}", f"-timeout={SECONDS}"]
        flags += [
            f"-rss_limit_mb={MOST_MEMORY}",
            f"-artifact_prefix={corpus}/",
            "-verbosity=0",
            "-print_final_stats=0",
        ]
        atheris.Setup([sys.argv[0], corpus, *flags], Counting(parser, runs, led=True))
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
