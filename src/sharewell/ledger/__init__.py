"""A log that cannot be altered unseen: entries, tree, checkpoints, proofs, and checking without a server.

Entries are only ever added. Every entry is a leaf of one Merkle tree (RFC 6962), whose root is signed now and
then as a checkpoint that others keep. This room knows no database of its own and no Django, and never holds
personal data: an entry says who, what and when by id, and commits to everything else.

>>> import tempfile
>>> from pathlib import Path
>>> from sharewell import ledger
>>> folder = tempfile.TemporaryDirectory()
>>> store = ledger.SqliteFile(Path(folder.name) / "log.sqlite3")
>>> log = ledger.Log(store)
>>> log.append_many([b"one", b"two", b"three"])
0
>>> path = log.inclusion(1, 3)
>>> ledger.proves_inclusion(1, 3, ledger.leaf_hash(b"two"), path, log.root())
True
>>> ledger.proves_inclusion(1, 3, ledger.leaf_hash(b"TWO"), path, log.root())
False
>>> store.close()
>>> folder.cleanup()
"""

from .checking import Checked, check_rows
from .checkpoints import BadNote, Checkpoint, SigningKey, VerifyingKey, read_checkpoint
from .entries import BadEntry, commit, entry_leaf, new_secret, read_entry, salt_for
from .files import SqliteFile
from .findings import Altered, Finding, Unreadable
from .log import Log, Row, Store
from .pack import FILES, Proofs, export_commitments, write_pack
from .pack_checking import Against, Sound, check_pack
from .tree import leaf_hash, proves_consistency, proves_inclusion

__all__ = [
    "FILES",
    "Against",
    "Altered",
    "BadEntry",
    "BadNote",
    "Checked",
    "Checkpoint",
    "Finding",
    "Log",
    "Proofs",
    "Row",
    "SigningKey",
    "Sound",
    "SqliteFile",
    "Store",
    "Unreadable",
    "VerifyingKey",
    "check_pack",
    "check_rows",
    "commit",
    "entry_leaf",
    "export_commitments",
    "leaf_hash",
    "new_secret",
    "proves_consistency",
    "proves_inclusion",
    "read_checkpoint",
    "read_entry",
    "salt_for",
    "write_pack",
]
