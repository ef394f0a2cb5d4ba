"""What a case knows about people and places, and where it was found in a text."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Known:
    """One string that the case holds: a name, an address, a number.

    `kind` is name, address, phone, email, date (ISO or in words) or number (any other reference). `label`
    says in the reader's words whose it is ("Tomos's father"); `whose` is an id for the caller's own use.
    `shielded` means that it must not be disclosed.
    """

    kind: str
    text: str
    label: str = ""
    shielded: bool = False
    whose: str = ""


@dataclass(frozen=True)
class Finding:
    """A place in a text, `text[start:end]`, that someone should look at, and why in plain words.

    `kind` is the kind of the Known, or for what only its form gives away: nhs-number, nino, upn, postcode,
    phone, email, date-of-birth. `gentle` marks what may well be an ordinary word or somebody else.
    """

    start: int
    end: int
    text: str
    kind: str
    label: str
    shielded: bool
    because: str
    gentle: bool = False
    known: bool = True
    whose: str = ""
