"""Which rules a look meets. Reads only; `actions.watching` writes down what is found."""

import re
from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone

from sharewell.domain.children.models import Child
from sharewell.domain.decisions import clocks
from sharewell.domain.decisions.flag_rules import DAY_BEGINS, DAY_ENDS, RULES
from sharewell.domain.decisions.models import (
    Advice,
    BrokenGlass,
    Decision,
    Entry,
    Look,
    Member,
    Owed,
    Tie,
)
from sharewell.domain.decisions.states import GLASS, RAISED
from sharewell.domain.sealed import opens

_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\b", re.IGNORECASE)
_SATURDAY = 5


class Found(NamedTuple):
    """A rule that a look meets; `mark` names the occasion, so that it is pointed out once."""

    rule: str
    mark: str
    count: int = 1
    is_of_one: bool = True  # about this worry, and not about a number of them


class Judge:
    """Judges looks, the earlier ones first. Keeps what it opened while it lives: make one for each batch."""

    def __init__(self):
        self._families = {}
        self._ties = {}
        self._names_here = {}

    def judge(self, look):
        """What a look meets: Found rows."""
        rules = [self._refused] if look.why == "refused" else [*self._of_one(look), self._out_of_hours]
        return [found for rule in rules for found in rule(look)]

    def _of_one(self, look):
        if look.worry_id is None:
            return []
        return [self._same_name, self._same_contact, self._sealed, self._comes_back]

    # --- who they are to each other ------------------------------------------------------------------
    def _same_name(self, look):
        if look.why == RAISED:
            return
        shared = self._own(look.person).names & self._family(look.worry).names
        if shared and (is_out_of_hours(look) or any(self._is_rare(name, look) for name in shared)):
            yield Found("same-name", f"{look.person_id}:{look.worry_id}")

    def _same_contact(self, look):
        own, family = self._own(look.person), self._family(look.worry)
        if own.contacts & family.contacts:
            yield Found("same-contact", f"{look.person_id}:{look.worry_id}")

    def _own(self, person):
        if person.pk not in self._ties:
            tie = Tie.objects.filter(person=person).first() or Tie()
            names = {_surname(person.name), *map(_surname, tie.names.splitlines())}
            contacts = {_mail(person.email), _mail(tie.email), _digits(tie.phone), _postcode(tie.postcode)}
            self._ties[person.pk] = _Known(names - {""}, contacts - {""})
        return self._ties[person.pk]

    def _family(self, worry):
        if worry.pk not in self._families:
            children = Child.objects.filter(worries=worry).prefetch_related("linked_people", "places")
            names, contacts = set(), set()
            for child in filter(_is_whole, children):
                names |= {_surname(name) for name in (child.name, *child.other_names.splitlines())}
                contacts |= {
                    _postcode(place.address) for place in child.places.all() if opens(place, "address")
                }
                for linked in child.linked_people.all():
                    if linked.relation != "professional" and opens(linked, "name", "phone", "email"):
                        names.add(_surname(linked.name))
                        contacts |= {_digits(linked.phone), _mail(linked.email)}
            self._families[worry.pk] = _Known(names - {""}, contacts - {""})
        return self._families[worry.pk]

    def _is_rare(self, name, look):
        """Whether few enough people here have this surname for it to say something."""
        figures = RULES["same-name"].figures
        if look.organisation_id not in self._names_here:
            ours = Child.objects.filter(organisation=look.organisation_id).order_by("-added_at")
            self._names_here[look.organisation_id] = [
                _surname(child.name) for child in ours[:2000] if _is_whole(child)
            ]
        here = self._names_here[look.organisation_id]
        return len(here) < figures["known"] or here.count(name) * figures["one_in"] <= len(here)

    # --- what they did ---------------------------------------------------------------------------------
    def _sealed(self, look):
        if look.why == GLASS and look.worry.is_sealed:
            yield Found("sealed", f"{look.person_id}:{look.worry_id}:{_day(look)}")

    def _comes_back(self, look):
        figures = RULES["comes-back"].figures
        if look.why == RAISED:
            return
        since = look.at - timedelta(days=figures["within"])
        looks = Look.objects.filter(person=look.person_id, worry=look.worry_id, at__lte=look.at)
        moments = list(looks.filter(at__gt=since).order_by("at").values_list("at", flat=True))
        days = {timezone.localdate(at) for at in moments}
        if len(days) < figures["days"]:
            return
        idle = _idle_days(look, moments)
        if len(idle) >= figures["days"] and not acted_on(look.person, [look.worry_id], since, look.at):
            fortnight = timezone.localdate(look.at).toordinal() // figures["within"]
            yield Found("comes-back", f"{look.person_id}:{look.worry_id}:{fortnight}", len(idle))

    def _out_of_hours(self, look):
        figures = RULES["out-of-hours"].figures
        if look.worry_id is None or not is_out_of_hours(look):
            return
        since = look.at - timedelta(hours=figures["hours"])
        looks = Look.objects.filter(person=look.person_id, at__gt=since, at__lte=look.at, worry__isnull=False)
        read = {row.worry_id for row in looks.select_related("organisation") if is_out_of_hours(row)}
        if len(read) < figures["records"]:
            return
        if 2 * len(acted_on(look.person, read, since, look.at)) < len(read):
            night = timezone.localdate(look.at - timedelta(hours=7))
            yield Found("out-of-hours", f"{look.person_id}:{night}", len(read), is_of_one=False)

    def _refused(self, look):
        midnight = timezone.localtime(look.at).replace(hour=0, minute=0, second=0, microsecond=0)
        tried = Look.objects.filter(person=look.person_id, why="refused", at__gte=midnight, at__lte=look.at)
        count = tried.values("about").distinct().order_by().count()
        if count >= RULES["refused"].figures["times"]:
            yield Found("refused", f"{look.person_id}:{_day(look)}", count, is_of_one=False)


class _Known(NamedTuple):
    names: set
    contacts: set


def glass_often(glass):
    """Whether somebody broke the glass too often, up to this time: a Found, or nothing."""
    figures = RULES["glass-often"].figures
    since = glass.at - timedelta(days=figures["days"])
    count = BrokenGlass.objects.filter(by=glass.by_id, at__gt=since, at__lte=glass.at).count()
    if count < figures["times"]:
        return None
    return Found("glass-often", f"{glass.by_id}:{glass.pk}", count, is_of_one=False)


def only_looked(glass):
    """Whether somebody who broke the glass read the record and wrote nothing: a Found, or nothing."""
    looked = Look.objects.filter(
        person=glass.by_id, worry=glass.worry_id, at__gte=glass.at, at__lte=glass.until
    )
    if not looked.exists() or acted_on(glass.by, [glass.worry_id], glass.at, glass.until):
        return None
    return Found("only-looked", f"{glass.pk}")


def _idle_days(look, moments):
    """The days of these looks on which nobody had written anything since the look before."""
    earlier = Look.objects.filter(person=look.person_id, worry=look.worry_id, at__lt=moments[0])
    before = earlier.order_by("-at").values_list("at", flat=True).first()
    acts = sorted(at for model, _who, when in _ACTS for at in _moments_of(model, when, look.worry_id, before))
    idle = set()
    for at in moments:
        if before and not any(before < act <= at for act in acts):
            idle.add(timezone.localdate(at))
        before = at
    return idle


def _moments_of(model, when, worry, since):
    rows = model.objects.filter(**{"worry": worry, f"{when}__isnull": False})
    rows = rows.filter(**{f"{when}__gt": since}) if since else rows
    return rows.order_by().values_list(when, flat=True)


def acted_on(person, worries, since, until):
    """Which of these worries somebody wrote something down about in that time: ids."""
    found = set()
    for model, who, when in _ACTS:
        rows = model.objects.filter(**{who: person, "worry__in": list(worries), f"{when}__gte": since})
        found |= set(rows.filter(**{f"{when}__lte": until}).order_by().values_list("worry", flat=True))
    return found


_ACTS = (
    (Entry, "by", "recorded_at"),
    (Decision, "by", "at"),
    (Advice, "asked_by", "asked_at"),
    (Advice, "asked_of", "answered_at"),
    (Member, "added_by", "added_at"),
    (Owed, "done_by", "done_at"),
)


def is_out_of_hours(look):
    """Whether it was in the evening, at night, at a weekend or on a bank holiday, where they work."""
    local = timezone.localtime(look.at)
    if not DAY_BEGINS <= local.time() < DAY_ENDS or local.weekday() >= _SATURDAY:
        return True
    return local.date() in clocks.holidays(look.organisation.nation, local.year)


def _is_whole(child):
    """A damaged name says nothing, and must not keep the rules from everybody else."""
    return opens(child, "name", "other_names")


def _day(look):
    return timezone.localdate(look.at)


def _surname(name):
    words = name.casefold().split()
    return words[-1] if words else ""


def _mail(address):
    return "@" + address.casefold().strip() if address.strip() else ""


def _digits(number):
    digits = "".join(letter for letter in number if letter.isdigit())[-10:]
    return digits if len(digits) > 5 else ""


def _postcode(text):
    found = _POSTCODE.search(text)
    return "".join(found.groups()).upper() if found else ""
