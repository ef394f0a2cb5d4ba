"""What to look at before sending: each with the exact place and a way forward."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sharewell.domain.audit.queries import events_about
from sharewell.domain.deliveries import choices
from sharewell.domain.deliveries.choices import Thing
from sharewell.domain.deliveries.known import Strangers
from sharewell.domain.deliveries.models import Delivery
from sharewell.domain.deliveries.states import INBOX, LINK
from sharewell.domain.organisations.queries import looks_like, name_looks_like
from sharewell.minimising import hidden_in

STOP, DECIDE, LOOK = "stop", "decide", "look"
MOVED = "entry-reached-otherwise"
MOVED_LATELY = timedelta(days=28)  # our own: long enough for a body to notice that nothing reaches it
AROUND = 60  # characters of context each side of what was found


@dataclass(frozen=True)
class Caution:
    """One thing to look at. `stop` and `decide` hold the send back until they are mended; `look` does not."""

    level: str
    what: str  # the id of the sentence that says it
    says: str
    mends: tuple[str, ...] = ()
    key: str = ""  # of the thing it was found in
    where: str = ""
    before: str = ""
    hit: str = ""
    after: str = ""
    start: int = -1
    end: int = -1

    @property
    def id(self) -> str:
        return sha256(f"{self.what}|{self.key}|{self.where}|{self.start}|{self.hit}".encode()).hexdigest()[
            :12
        ]


def cautions_for(
    delivery: Delivery, things: Iterable[Thing] | None = None, lang: str = "en"
) -> list[Caution]:
    """Everything to look at, what stops the send first."""
    things = choices.things_for(delivery) if things is None else list(things)
    kept = [thing for thing in things if thing.is_in]
    strangers = Strangers(delivery, things)
    found = [
        *_about_the_recipient(delivery),
        *_about_the_choice(kept, things),
        *_in_texts(delivery, kept, strangers, lang),
        *_in_details(kept, strangers, lang),
        *_in_papers(kept, strangers, lang),
    ]
    return sorted(found, key=lambda caution: (STOP, DECIDE, LOOK).index(caution.level))


def holds_back(cautions: Iterable[Caution]) -> bool:
    """Whether any of them must be settled before it goes."""
    return any(caution.level != LOOK for caution in cautions)


def is_a_risk(delivery: Delivery) -> bool:
    """Whether the recipient, or somebody there, could use this to harm anyone."""
    told = choices.facts_of(delivery).get("recipient", {}).get("may-be-a-risk")
    return delivery.to.may_be_a_risk or told is True


def _about_the_recipient(delivery: Delivery) -> Iterator[Caution]:
    to = delivery.to
    if is_a_risk(delivery):
        yield Caution(
            STOP,
            "recipient-is-a-risk",
            _(
                "%(name)s is marked as somebody who could use this to harm a person. Nothing can "
                "be sent to them."
            )
            % {"name": to.name},
            ("other-recipient",),
        )
    if not to.is_verified:
        yield Caution(
            STOP,
            "recipient-not-verified",
            _("Nobody has checked yet that %(name)s is who they say, and is reached this way.")
            % {"name": to.name},
            ("verify",),
        )
    yield from _moved_lately(delivery)
    yield from _look_alike(delivery)
    yield from _alike_by_name(delivery)
    if delivery.way not in to.ways:
        yield Caution(
            STOP, "no-such-way", _("%(name)s cannot be reached this way.") % {"name": to.name}, ("way",)
        )


def _moved_lately(delivery: Delivery) -> Iterator[Caution]:
    """A front door whose address or number somebody changed lately: one person may, of any organisation."""
    to = delivery.to
    if to.organisation is None or delivery.way == INBOX:
        return
    moved = [each.at for each in events_about(f"directory-entry:{to.pk}") if each.kind == MOVED]
    if moved and moved[-1] > timezone.now() - MOVED_LATELY:
        says = _(
            "How %(name)s is reached was changed in the directory on %(day)s. If you did not expect that, "
            "ring a number that you found elsewhere before you send."
        )
        named = {"name": to.name, "day": date_format(timezone.localdate(moved[-1]), "j F Y")}
        yield Caution(LOOK, "reached-otherwise", says % named)


def _look_alike(delivery: Delivery) -> Iterator[Caution]:
    """An address typed by hand that could be mistaken for one we know, pointed out once more."""
    to = delivery.to
    alike = looks_like(to.email) if delivery.way == LINK and to.organisation is None else None
    if alike:
        says = _("This goes to %(email)s. It looks like %(known)s, which we know, but it is not the same.")
        yield Caution(
            LOOK, "look-alike", says % {"email": to.email, "known": alike.known}, ("other-recipient",)
        )


def _alike_by_name(delivery: Delivery) -> Iterator[Caution]:
    """A recipient typed by hand whose name could be mistaken for an organisation that we know."""
    to = delivery.to
    alike = name_looks_like(to.organisation_name or to.name) if to.organisation is None else None
    if alike:
        says = _("This goes to %(name)s, which is not in the directory. It looks like %(known)s, which is.")
        names = {"name": to.organisation_name or to.name, "known": alike.known}
        yield Caution(LOOK, "look-alike-name", says % names, ("other-recipient",))


def _about_the_choice(kept, things) -> Iterator[Caution]:
    if not any(thing.group in (choices.ENTRIES, choices.PAPERS) for thing in kept):
        yield Caution(
            STOP, "nothing-in", _("Nothing you wrote down is in it yet. Choose what they need."), ("items",)
        )
    for thing in things:
        if thing.lacks_reason:
            says = (
                _("Say why they need this: %(thing)s.")
                if thing.is_in
                else _("Say why this stays out: %(thing)s.")
            )
            yield Caution(DECIDE, "no-reason", says % {"thing": thing.words}, ("items",), thing.key)


def _in_texts(delivery, kept, strangers, lang) -> Iterator[Caution]:
    for number, thing in enumerate((t for t in kept if t.group == choices.ENTRIES), start=1):
        where = _("Entry %(number)s (%(kind)s)") % {"number": number, "kind": thing.words}
        yield from _found(thing.text, strangers, lang, where, thing, ("leave-out", "edit", "item-out"))
    where = _("What they are asked to do first")
    yield from _found(delivery.asked_first, strangers, lang, where, None, ("items",))


def _in_details(kept, strangers, lang) -> Iterator[Caution]:
    """What is shielded, under another heading: the same address written down twice, say."""
    for thing in kept:
        if thing.group in (choices.CHILD, choices.PEOPLE, choices.PLACES):
            found = _found(thing.recorded, strangers, lang, thing.words, thing, ("item-out",))
            yield from (caution for caution in found if caution.level == STOP)


def _in_papers(kept, strangers, lang) -> Iterator[Caution]:
    for thing in (t for t in kept if t.kind == "paper"):
        paper, name = thing.row, thing.words
        yield from _found(
            paper.about, strangers, lang, _("%(file)s, its description") % {"file": name}, thing, ("about",)
        )
        if thing.is_changed:
            where = _("%(file)s, retyped") % {"file": name}
            yield from _found(thing.text, strangers, lang, where, thing, ("leave-out", "edit", "item-out"))
            continue
        seen = [*_in_pages(paper, strangers, lang, thing)]
        yield from seen
        if not any(caution.level == STOP for caution in seen):
            yield from _hidden(strangers, thing)
        if paper.unsearched and not thing.is_confirmed:
            yield Caution(
                STOP, "not-searched", _not_searched(paper, name), ("confirm", "item-out"), thing.key, name
            )


def _in_pages(paper, strangers, lang, thing) -> Iterator[Caution]:
    for number, text in enumerate(paper.pages, start=1):
        where = _("%(file)s, page %(page)s") % {"file": thing.words, "page": number}
        yield from _found(text, strangers, lang, where, thing, ("retype", "item-out"))


def _hidden(strangers, thing) -> Iterator[Caution]:
    """A shielded string in a corner of the file that no page shows."""
    for place in hidden_in(thing.row.clean, strangers.known):
        says = _(
            "This file holds an address that must not be disclosed, in a part that its pages do not show."
        )
        where = _("%(file)s, %(place)s") % {"file": thing.words, "place": place.where}
        yield Caution(STOP, "hidden", says, ("retype", "item-out"), thing.key, where)


def _found(text, strangers, lang, where, thing, mends) -> Iterator[Caution]:
    kept = {one for one, _reason in thing.kept} if thing else set()
    findings = strangers.found_in(text, lang)
    yield from _of_others(text, strangers, findings, where, thing, mends)
    for finding in findings:
        level = _level(finding)
        if finding.text in kept and level != STOP:
            continue
        yield Caution(
            level,
            "found",
            finding.because,
            mends if level == STOP or thing is None else (*mends, "keep"),
            thing.key if thing else "",
            where,
            text[max(0, finding.start - AROUND) : finding.start],
            text[finding.start : finding.end],
            text[finding.end : finding.end + AROUND],
            finding.start,
            finding.end,
        )


def _of_others(text, strangers, findings, where, thing, mends) -> Iterator[Caution]:
    """Another family's child or safe address, where pages got mixed up, and what is spelt oddly. Nothing is
    said of whose it is.
    """
    kept = {one for one, _reason in thing.kept} if thing else set()
    sure = [(one.start, one.end) for one in findings if one.known and not one.gentle]
    others = [*strangers.others_in(text), *((*span, "address") for span in strangers.look.places(text))]
    for start, end, what in others:
        hit = text[start:end]
        if hit in kept and what == "name" or any(a < end and start < b for a, b in sure):
            continue
        sure.append((start, end))
        is_name = what == "name"
        says = (
            _("This is the name of another child. Did pages of two children get mixed up?")
            if is_name
            else _("This is an address that must not be disclosed.")
        )
        yield Caution(
            DECIDE if is_name else STOP,
            f"other-{what}",
            says,
            (*mends, "keep") if is_name and thing else mends,
            thing.key if thing else "",
            where,
            text[max(0, start - AROUND) : start],
            hit,
            text[end : end + AROUND],
            start,
            end,
        )


def _level(finding) -> str:
    """What is shielded stops the send; its town or somebody's initials alone only ask for a decision."""
    if finding.shielded and not finding.gentle:
        return STOP
    return DECIDE if finding.shielded or (finding.known and not finding.gentle) else LOOK


def _not_searched(paper, name) -> str:
    if paper.is_picture:
        return _(
            "%(file)s is a picture. It cannot be searched for names and addresses: look at it yourself."
        ) % {"file": name}
    pages = ", ".join(str(number) for number in paper.unsearched)
    return _(
        "%(file)s holds pictures or scans (page %(pages)s). They cannot be searched: look at them yourself."
    ) % {
        "file": name,
        "pages": pages,
    }
