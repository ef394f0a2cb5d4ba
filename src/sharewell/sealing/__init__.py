"""Keys and sealed boxes: what is stored or sent can be read only where it belongs.

A field is sealed for its own place (`KeyRing.seal`), a package under its own key (`seal_stream`), and a
value that must be looked up without being read has a blind index (`KeyRing.blind`). The module `sheets` puts
a key into words for three people to keep; `offline` seals a backup to people whose keys never were here.
Whatever was altered, cut short or moved raises SealingError; nothing here ever returns what it could not
authenticate, but for a stream, which says so at the first wrong segment. Knows no database and no network.
"""

from .errors import SealingError
from .keyfiles import DataKey
from .keyring import KeyRing, new_package_key
from .streams import check_stream, seal_bytes, seal_stream, unseal_bytes, unseal_stream, unsealed

__all__ = [
    "DataKey",
    "KeyRing",
    "SealingError",
    "check_stream",
    "new_package_key",
    "seal_bytes",
    "seal_stream",
    "unseal_bytes",
    "unseal_stream",
    "unsealed",
]
