"""Sharewell: from a worry about a child to information shared, received, answered and provable.

Four floors, and nothing reaches up: libraries that know no Django (`rules`, `ledger`, `sealing`,
`minimising`, `printing`); the practitioner's nouns (`domain`); the faces (`web`, `cli`); and the
roof (`config`).
"""

__version__ = "0.1.0"
