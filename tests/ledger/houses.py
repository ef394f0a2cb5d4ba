"""A small log with a decision in it, and proof packs made from it: what the tests of packs are told about."""

from datetime import UTC, datetime

from sharewell.ledger import pack
from sharewell.ledger.checkpoints import SigningKey
from sharewell.ledger.entries import commit, entry_leaf, new_secret, salt_for
from sharewell.ledger.files import SqliteFile
from sharewell.ledger.key_changes import Keys, sign_change
from sharewell.ledger.log import Log

DECISION = "decision:0b5f5a51-96a0-4c7e-9d54-0f6c1f1a7f10"
OTHER = "decision:11111111-96a0-4c7e-9d54-0f6c1f1a7f10"
FILES = {
    "record.html": b"<h1>The record</h1>",
    "record.pdf": b"%PDF-invented",
    "case.json": b'{"nation":"england"}\n',
    "outcome.json": b'{"outcome":"must-share"}\n',
    "rules.json": b'{"version":"2026.1"}\n',
    "verify.py": b"print()\n",
}


class House:
    """Keeps a log, signs it, and exports the decision in it."""

    def __init__(self, key: SigningKey | None = None, files: dict[str, bytes] | None = None):
        self.key = key or SigningKey.make("county.example/log")
        self.files = files or FILES
        self.log = Log(SqliteFile(":memory:"))
        self.secrets: dict[int, bytes] = {}
        self.ours: list[tuple[int, bytes]] = []
        self.issued: list[str] = []
        self.changes: list[str] = []

    def record(self, kind: str, about: str = DECISION, commitments: dict[str, bytes] | None = None) -> int:
        secret = new_secret()
        digests = {name: commit(salt_for(secret, name), data) for name, data in (commitments or {}).items()}
        at = datetime(2026, 11, 22, 9, 0, self.log.size() % 60, tzinfo=UTC)
        index, leaf, _ = self.log.append_made(
            lambda index: entry_leaf(
                index=index, at=at, kind=kind, by="system", about=about, commitments=digests
            )
        )
        self.secrets[index] = secret
        if about == DECISION:
            self.ours.append((index, leaf))
        return index

    def sign(self) -> str:
        text = self.key.sign(self.log.size(), self.log.root())
        self.issued.append(text)
        return text

    @property
    def keys(self) -> Keys:
        return Keys.read(str(self.key.verifying), self.changes)

    def change_key(self) -> None:
        """Sign with another key from here on; the change is an entry."""
        after = SigningKey.make(self.key.name)
        text = sign_change(self.log.size(), self.key, after)
        self.record("log-key-changed", OTHER, {"change": text.encode()})
        self.changes.append(text)
        self.key = after

    def decide(self) -> int:
        self.decided = self.record(
            "decision-recorded", commitments={name: self.files[name] for name in pack.DECIDED}
        )
        return self.decided

    def export(self, leave_out: int = 0) -> bytes:
        """A pack; without the first so many checkpoints, as that of a long-lived log is."""
        issued, before, key = (
            self.issued[leave_out:],
            [leaf for _, leaf in self.ours],
            str(self.key.verifying),
        )
        contents = pack.export_commitments(self.files, before, issued, key, not leave_out, self.changes)
        exported = self.record(pack.PACK_EXPORTED, commitments=contents)
        text, size = self.sign(), self.log.size()
        proofs = pack.Proofs(
            key=key,
            inclusion=[(index, self.log.inclusion(index, size)) for index, _ in self.ours],
            openings=[
                (self.decided, self._salts(self.decided, pack.DECIDED)),
                (exported, self._salts(exported, contents)),
            ],
            checkpoints=[(old, self.log.consistency(int(old.split("\n")[1]), size)) for old in issued],
            is_complete=not leave_out,
            changes=tuple(self.changes),
        )
        return pack.write_pack(self.files, [leaf for _, leaf in self.ours], text, proofs)

    def _salts(self, index: int, names) -> dict[str, bytes]:
        return {name: salt_for(self.secrets[index], name) for name in names}


def told() -> House:
    """A house in which one decision was taken among others, with two checkpoints given away meanwhile."""
    house = House()
    house.record("worry-raised", OTHER)
    house.record("worry-raised")
    house.sign()
    house.decide()
    house.record("delivery-sent", OTHER)
    house.record("delivery-sent")
    house.sign()
    house.record("answer-given", OTHER)
    return house
