"""What checking can find, in words of both languages. `{where}` is a file or an entry."""

from typing import NamedTuple


class Words(NamedTuple):
    en: str
    cy: str


ENTRY = Words("entry {number}", "cofnod {number}")

FINDINGS = {
    # altered
    "file-altered": Words(
        "{where} is not what it was when the pack was made", "nid yw {where} fel yr oedd pan wnaed y pecyn"
    ),
    "file-missing": Words("{where} is missing from the pack", "mae {where} ar goll o'r pecyn"),
    "file-foreign": Words("{where} does not belong in the pack", "nid yw {where} yn perthyn i'r pecyn"),
    "entry-altered": Words("{where} is not what was logged", "nid {where} yw'r hyn a gofnodwyd"),
    "entry-missing": Words("{where} is missing", "mae {where} ar goll"),
    "entry-foreign": Words("{where} does not belong there", "nid yw {where} yn perthyn yno"),
    "entries-missing": Words("the log ends before {where}", "mae'r log yn dod i ben cyn {where}"),
    "checkpoint-differs": Words(
        "history from {where} on is not what a signed checkpoint says",
        "nid yw'r hanes o {where} ymlaen yn cyd-fynd â phwynt gwirio a lofnodwyd",
    ),
    "checkpoint-forged": Words(
        "the checkpoint kept for {where} was not signed with the key of this log",
        "ni lofnodwyd y pwynt gwirio a gadwyd ar gyfer {where} ag allwedd y log hwn",
    ),
    "decides-otherwise": Words(
        "{where} is not what these rules say of this case",
        "nid {where} yw'r hyn y mae'r rheolau hyn yn ei ddweud am yr achos hwn",
    ),
    "other-key": Words(
        "{where} was signed with another key than the one you gave",
        "llofnodwyd {where} ag allwedd wahanol i'r un a roddwyd gennych",
    ),
    "held-forged": Words(
        "the pack and {where} were not signed with the same key",
        "ni lofnodwyd y pecyn a {where} â'r un allwedd",
    ),
    "held-differs": Words(
        "the history in the pack is not the history of {where}",
        "nid hanes {where} yw'r hanes sydd yn y pecyn",
    ),
    "held-unknown": Words(
        "the log does not own up to {where}, though its key signed it",
        "nid yw'r log yn arddel {where}, er mai ei allwedd ef a'i llofnododd",
    ),
    "two-histories": Words(
        "{where} is not of the history that was shown before",
        "nid yw {where} yn rhan o'r hanes a ddangoswyd o'r blaen",
    ),
    # unreadable
    "not-a-pack": Words("{where} is not a proof pack", "nid pecyn prawf yw {where}"),
    "cannot-open": Words("{where} cannot be opened", "ni ellir agor {where}"),
    "too-big": Words(
        "{where} is too big to be part of a proof pack", "mae {where} yn rhy fawr i becyn prawf"
    ),
    "locked": Words(
        "{where} is encrypted or packed in an unknown way", "mae {where} wedi'i gloi neu mewn ffurf anhysbys"
    ),
    "not-json": Words("{where} is not JSON of the right shape", "nid yw {where} yn JSON o'r ffurf gywir"),
    "not-a-checkpoint": Words("{where} is not a checkpoint", "nid pwynt gwirio yw {where}"),
    "not-a-key": Words("{where} is not the public key of a log", "nid allwedd gyhoeddus log yw {where}"),
    "held-newer": Words(
        "{where} is newer than the pack: ask for a new pack",
        "mae {where} yn fwy diweddar na'r pecyn: gofynnwch am becyn newydd",
    ),
    "held-not-covered": Words(
        "this pack leaves {where} out: ask for one that reaches it",
        "nid yw'r pecyn hwn yn cynnwys {where}: gofynnwch am un sydd yn ei gynnwys",
    ),
    "cannot-decide": Words(
        "{where} cannot be decided again by this version: use a newer one",
        "ni all y fersiwn hon benderfynu {where} eto: defnyddiwch un mwy diweddar",
    ),
}


class Finding(Exception):
    """Something that checking found. `where` is a file's name, or the number of an entry."""

    def __init__(self, what: str, where: str | int):
        super().__init__(what, where)
        self.what = what
        self.where = where

    def words(self, lang: str = "en") -> str:
        at = 1 if lang.startswith("cy") else 0
        where = ENTRY[at].format(number=self.where) if isinstance(self.where, int) else self.where
        return FINDINGS[self.what][at].format(where=where)

    def __str__(self) -> str:
        return self.words()


class Altered(Finding):
    """Something is not what it was."""


class Unreadable(Finding):
    """There is nothing here that could be checked."""
