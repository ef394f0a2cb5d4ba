"""A place of work over two hundred days: what people do in good faith, and fifty looks that they should not.

Everything is drawn from one seed. Surnames fall as they do in a town where a few are very common.
"""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from sharewell.domain.children import actions as children
from sharewell.domain.decisions import actions, clocks, queries
from sharewell.domain.organisations import actions as organisations
from sharewell.web.worries.found import seen
from tests.people import PASSWORD, SECRET, SYSTEM

BEGINS = datetime(2026, 1, 5, tzinfo=UTC)
DAYS = 200
SNOOPS = 50
_FIRST = (
    "Ab",
    "Bren",
    "Cal",
    "Dor",
    "El",
    "Fen",
    "Gar",
    "Hol",
    "Ir",
    "Jor",
    "Kes",
    "Lan",
    "Mor",
    "Nor",
    "Os",
)
_MIDDLE = ("", "en", "er", "in", "al", "o", "i", "a")
_LAST = ("ford", "wick", "ley", "ton", "by", "worth", "den", "combe", "shaw", "well", "stead", "croft",
         "mere", "gate", "bridge", "hurst", "low", "holm", "brook", "dale", "field", "house", "land", "more",
         "side", "stone", "thorpe", "tree", "wold", "yard")  # fmt: skip
SURNAMES = [first + middle + last for middle in _MIDDLE for first in _FIRST for last in _LAST]
WEIGHTS = [1 / (rank + 1) ** 0.6 for rank in range(len(SURNAMES))]  # one in seventy has the commonest


@dataclass
class Snoop:
    """One who looks where they should not: what sort, who, at what, and when from and to."""

    sort: str
    person: object
    worries: list
    since: datetime
    until: datetime


@dataclass
class Place:
    """The place, its people, their worries, and everything that was read: [(person, worry, moment)]."""

    chance: random.Random
    clock: object  # sets what time it is
    organisation: object
    leads: list = field(default_factory=list)
    teachers: list = field(default_factory=list)
    worries: list = field(default_factory=list)
    reads: list = field(default_factory=list)
    snoops: list = field(default_factory=list)
    own: dict = field(default_factory=dict)  # of a lead's id: the names, telephone and postcode of their own
    upheld: int = 0  # broken glass that was right

    def surname(self):
        return self.chance.choices(SURNAMES, WEIGHTS)[0]

    def person(self, role, number):
        return organisations.add_person(
            by=SYSTEM, organisation=self.organisation, role=role, email=f"p{number}@place.example",
            name=f"Person{number} {self.surname()}", password=PASSWORD, totp_secret=SECRET,
        )  # fmt: skip

    def read(self, person, worry, at):
        """Look at a worry as a page does."""
        self.clock(at)
        request = SimpleNamespace(user=person, resolver_match=SimpleNamespace(view_name="worries:one"))
        seen(request, queries.worry_for, worry.pk)
        self.reads.append((person, worry, at))

    def write(self, person, worry, at):
        self.clock(at)
        actions.add_entry(worry=worry, kind="fact", text="Something that was seen.", by=person, at=at)

    def break_glass(self, person, worry, at, kind="on-call"):
        self.clock(at)
        actions.break_glass(by=person, kind=kind, because="I stand in.", reference=worry.reference, at=at)


def hour(chance, day, earliest=8, latest=17):
    """A moment of that day in UK time, within hours."""
    return day + timedelta(hours=chance.uniform(earliest, latest))


def is_working(place, day):
    on = day.date()
    return day.weekday() < 5 and on not in clocks.holidays(place.organisation.nation, on.year)


def live(place, worries):
    """Two hundred days of work; the snoops are woven in on their days. `worries` is how many are raised."""
    place.leads = [place.person("safeguarding-lead", number) for number in range(2)]
    place.teachers = [place.person("practitioner", number) for number in range(2, 14)]
    for number, lead in enumerate(place.leads):
        names = [lead.name.split()[-1], *place.chance.sample(SURNAMES[1000:], 6)]
        phone, postcode = f"07700 8{place.chance.randrange(10_000, 99_999)}", f"ZZ{number} 9QQ"
        place.own[lead.pk] = (names, phone, postcode)
        actions.say_tie(by=lead, names="\n".join(names[1:]), phone=phone, postcode=postcode)
    quiet = SimpleNamespace(team={}, news={})
    plan = _plan(place)
    for number in range(DAYS):
        day = BEGINS + timedelta(days=number)
        if is_working(place, day):
            while len(place.worries) < worries * (number + 12) / DAYS:
                quiet.team[_raise(place, day).pk] = place.chance.sample(place.teachers, 1)
            _work(place, day, quiet)
        elif place.chance.random() < 0.3:
            _on_call(place, day)
        for sort in plan.get(number, ()):
            _SORTS[sort](place, day)
        if number % 5 == 0:  # the worker does it more often; that changes nothing but the time it takes
            place.clock(day + timedelta(hours=23, minutes=59))
            actions.keep_watch(at=day + timedelta(hours=23, minutes=59))
    actions.keep_watch(at=BEGINS + timedelta(days=DAYS + 1))


def _plan(place):
    """Which sorts of snooping happen on which day."""
    sorts = [*_SORTS][:6] * (SNOOPS // 6) + ["family", "contact"]
    plan = {}
    for sort in sorts:
        first = 110 if sort == "returning" else 20  # when there are old records
        plan.setdefault(place.chance.randrange(first, DAYS - 10), []).append(sort)
    return plan


def _raise(place, day, surname="", phone="", postcode="", by=None):
    chance, by = place.chance, by or place.chance.choice(place.teachers)
    at = hour(chance, day)
    place.clock(at)
    names = [surname or place.surname()]
    names.append(names[0] if chance.random() < 0.6 else place.surname())
    child = children.add_child(by=by, name=f"Child{len(place.worries)} {names[0]}", age=9, at=at)
    children.add_linked_person(
        child=child, by=by, name=f"Parent {names[1]}", relation="parent", at=at,
        phone=phone or f"07700 9{chance.randrange(10_000, 99_999)}",
    )  # fmt: skip
    number = chance.randrange(1, 9)
    address = f"{chance.randrange(1, 99)} High Street, {postcode or f'FS{number} {number}AB'}"
    children.add_place(child=child, by=by, address=address, at=at)
    worry = actions.raise_worry(
        by=by, children=[child], entries=[{"kind": "fact", "text": "What I saw."}], at=at
    )
    place.worries.append(worry)
    return worry


def _open(place, day, within=80):
    """The worries that are being worked on, but for the sealed ones."""
    since = day - timedelta(days=within)
    return [worry for worry in place.worries if since < worry.raised_at < day and not worry.is_sealed]


def _work(place, day, quiet):
    """A day's work: whoever raised a worry writes now and then; the leads and the team read what is new."""
    chance = place.chance
    for worry in _open(place, day):
        news = quiet.news.pop(worry.pk, worry.raised_at > day - timedelta(days=1, hours=12))
        if chance.random() < 0.3:
            at = hour(chance, day) if chance.random() < 0.93 else hour(chance, day, 19.1, 21)
            place.read(worry.raised_by, worry, at)
            if chance.random() < 0.5:
                place.write(worry.raised_by, worry, at + timedelta(minutes=4))
                quiet.news[worry.pk] = True
        for person in [*place.leads, *quiet.team.get(worry.pk, ())]:
            _follow(place, person, worry, day, news)


def _follow(place, person, worry, day, news):
    """Read what is new, sometimes again without news, and write something at times."""
    chance = place.chance
    if person in place.teachers and not worry.members.filter(person=person).exists():
        if worry.raised_by_id == person.pk or chance.random() > 0.1:
            return
        place.clock(day + timedelta(hours=9))
        actions.add_member(worry=worry, person=person, because="Teaches the child", by=place.leads[0])
    if chance.random() < (0.75 if news else 0.04):
        at = hour(chance, day)
        place.read(person, worry, at)
        if chance.random() < 0.3:
            place.write(person, worry, at + timedelta(minutes=5))


def _on_call(place, day):
    """A lead on call at a weekend: a few records, and a line about most of them."""
    chance, lead = place.chance, place.chance.choice(place.leads)
    start = hour(chance, day, 9, 18)
    worries = _open(place, day)
    for number, worry in enumerate(chance.sample(worries, min(len(worries), chance.randrange(1, 5)))):
        at = start + timedelta(minutes=20 * number)
        place.read(lead, worry, at)
        if chance.random() < 0.7:
            place.write(lead, worry, at + timedelta(minutes=5))
    if chance.random() < 0.05:
        _stand_in(place, day, start)


def _stand_in(place, day, at):
    """A teacher who stands in breaks the glass, reads, does what is to do, and it is found right."""
    worry = place.chance.choice(_open(place, day))
    others = [each for each in place.teachers if each.pk != worry.raised_by_id]
    person = place.chance.choice(others)
    before = worry.broken_glass.count()
    place.break_glass(person, worry, at)
    place.read(person, worry, at + timedelta(minutes=1))
    place.write(person, worry, at + timedelta(minutes=9))
    for glass in worry.broken_glass.filter(by=person, reviewed_at=None):
        actions.review_glass(glass=glass, is_upheld=True, words="Right.", by=place.leads[0], at=at)
    place.upheld += worry.broken_glass.count() - before


# --- The six sorts ---------------------------------------------------------------------------------------
def _someone(place):
    """Somebody who sees every worry that is not sealed."""
    return place.chance.choice(place.leads)


def _snooped(place, sort, person, worries, since, until):
    place.snoops.append(Snoop(sort, person, worries, since, until + timedelta(minutes=1)))


def _family(place, day):
    """The record of somebody of their own family: of their own name, or one that they once said is theirs."""
    person, at = _someone(place), hour(place.chance, day, 9, 16.5)
    own = place.own[person.pk][0].pop()  # another one each time: ten of one name would be a common name here
    worry = _raise(place, day - timedelta(days=1), surname=own)
    place.read(person, worry, at)
    _snooped(place, "family", person, [worry], at, at)


def _contact(place, day):
    """Somebody with whom they share a telephone or a home, under another name."""
    person, at = _someone(place), hour(place.chance, day, 9, 16.5)
    _names, phone, postcode = place.own[person.pk]
    is_phone = place.chance.random() < 0.5
    worry = _raise(
        place, day - timedelta(days=1), phone=phone if is_phone else "", postcode="" if is_phone else postcode
    )
    place.read(person, worry, at)
    _snooped(place, "contact", person, [worry], at, at)


def _night(place, day):
    """Many records of an evening; one of eight is careful and stops early."""
    person, chance = _someone(place), place.chance
    count = 4 if sum(each.sort == "night" for each in place.snoops) == 3 else chance.randrange(5, 10)
    since = hour(chance, day, 20, 21)
    worries = chance.sample(_open(place, day, within=DAYS), count)
    for number, worry in enumerate(worries):
        place.read(person, worry, since + timedelta(minutes=6 * number))
    _snooped(place, "night", person, worries, since, since + timedelta(minutes=6 * count))


def _returning(place, day):
    """The same old record again and again, and never a word; one of eight stops after three days."""
    person, chance = _someone(place), place.chance
    old = _open(place, day - timedelta(days=82), within=DAYS)
    worry = chance.choice(old)
    count = 4 if sum(each.sort == "returning" for each in place.snoops) == 3 else chance.randrange(5, 8)
    since = hour(chance, day, 8, 9)
    days = [since + timedelta(days=number) for number in range(10)]
    days = [each for each in days if is_working(place, each)][:count]
    for each in days:
        place.read(person, worry, each)
    _snooped(place, "returning", person, [worry], since, days[-1])


def _sealed(place, day):
    """A lead who is not named in a seal goes in all the same, and writes something to look busy."""
    person, other = place.chance.sample(place.leads, 2)
    at = hour(place.chance, day, 9, 16)
    worry = _raise(place, day - timedelta(days=2))
    place.clock(at - timedelta(minutes=30))
    actions.seal_worry(worry=worry, because="Staff are named.", people=[other], by=worry.raised_by)
    place.break_glass(person, worry, at)
    place.read(person, worry, at + timedelta(minutes=2))
    place.write(person, worry, at + timedelta(minutes=9))
    _snooped(place, "sealed", person, [worry], at, at + timedelta(minutes=2))


def _claim(place, day):
    """A teacher claims to stand in, looks, and does nothing."""
    worry = place.chance.choice(_open(place, day))
    ours = {worry.raised_by_id, *worry.members.values_list("person", flat=True)}
    person = place.chance.choice([each for each in place.teachers if each.pk not in ours])
    at = hour(place.chance, day, 9, 16)
    place.break_glass(person, worry, at)
    place.read(person, worry, at + timedelta(minutes=2))
    _snooped(place, "claim", person, [worry], at, at + timedelta(minutes=2))


_SORTS = {
    "family": _family, "contact": _contact, "night": _night, "returning": _returning, "sealed": _sealed,
    "claim": _claim,
}  # fmt: skip
