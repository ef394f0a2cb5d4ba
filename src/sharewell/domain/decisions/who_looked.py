"""Reads about reads: who looked at what, who broke the glass, what a rule points out, who is told of it."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from sharewell.domain.children.models import Child
from sharewell.domain.decisions.models import Alert, BrokenGlass, Flag, Look, Seal, ShieldLift, Tie
from sharewell.domain.decisions.seeing import reason_to_see, stands, worries_seen_by
from sharewell.domain.errors import NotFound
from sharewell.domain.organisations.queries import organisations_here, people_of
from sharewell.domain.organisations.states import LEAD, LEADER, OFFICER
from sharewell.domain.sealed import opens

LATEST = timedelta(days=28)  # what the page of one's own worries goes back to


# --- Who is asked to look --------------------------------------------------------------------------
def who_watches(organisation, person, worry=None):
    """Who looks at what `person` did: the leads and the data protection officer, never the person themself.

    Of a sealed worry only those who answer for it, and the officer, who learns of the look and not of the
    record. Where that leaves nobody, a leader does.
    """
    others = [each for each in people_of(organisation) if each.pk != person.pk]
    chosen = [each for each in others if each.role == OFFICER or _leads(each, worry)]
    return chosen or [each for each in others if each.role == LEADER]


def _leads(person, worry):
    return person.role == LEAD and (worry is None or not worry.is_sealed or stands(person, worry))


def who_reviews(glass):
    """Who may say whether it was right to break the glass."""
    return who_watches(glass.organisation, glass.by, glass.worry)


def without_a_second_person():
    """Organisations here where a person who looks would have nobody to look at what they did."""
    here = {organisation: people_of(organisation) for organisation in organisations_here()}
    watching = (LEAD, OFFICER, LEADER)
    return [
        organisation
        for organisation, people in here.items()
        if people and sum(person.role in watching for person in people) < 2
    ]


def who_is_above(organisation):
    """Who is told when something was not right: the data protection officer and the leaders."""
    return [person for person in people_of(organisation) if person.role in (OFFICER, LEADER)]


# --- Broken glass ----------------------------------------------------------------------------------
def children_called(organisation, name, born_on=None):
    """The children of an organisation with exactly that name, or another name of theirs, and that birthday.

    A child whose birthday nobody wrote down is found by the name. Without a birthday a name finds one child
    or none: it is no way of looking through a register. Names are sealed, so each is opened: this is dear.
    """
    wanted = _plain(name)
    if not wanted:
        return []
    ours = Child.objects.filter(organisation=organisation).only("name", "other_names", "born_on")
    whole = (child for child in ours.iterator() if opens(child, "name", "other_names", "born_on"))
    named = [child for child in whole if wanted in _names_of(child)]
    if born_on:
        return [child for child in named if child.born_on in (None, born_on)]
    return named if len(named) == 1 else []


def _names_of(child):
    return {_plain(name) for name in (child.name, *child.other_names.splitlines())}


def _plain(text):
    return " ".join(text.casefold().split())


def _glass():
    return BrokenGlass.objects.select_related("by", "worry__raised_by", "organisation", "reviewed_by")


def glass_for(person, pk):
    """One breaking of the glass: for who did it, who owns the worry, and who reviews; NotFound for others."""
    glass = _glass().filter(pk=pk, organisation_id=person.organisation_id).first()
    if glass is None or not person.is_active:
        raise NotFound()
    is_owner = glass.worry is not None and glass.worry.raised_by_id == person.pk
    if person.pk == glass.by_id or is_owner or person in who_reviews(glass) or _is_above(person, glass):
        return glass
    raise NotFound()


def _is_above(person, glass):
    return glass.is_upheld is False and person in who_is_above(glass.organisation)


def glass_to_review(person):
    """What waits for a second person's word, and may have this person's; what is due soonest first."""
    open_ones = _glass().filter(organisation_id=person.organisation_id, reviewed_at=None).exclude(by=person)
    return [glass for glass in open_ones.order_by("review_by") if person in who_reviews(glass)]


def glass_reviewed(person, most=50):
    """What was reviewed where the person watches, latest first."""
    done = _glass().filter(organisation_id=person.organisation_id, reviewed_at__isnull=False)
    return [glass for glass in done.order_by("-reviewed_at")[:most] if person in who_reviews(glass)]


def glass_told(person):
    """What somebody did with the person's own worries and they have not read yet."""
    alerts = Alert.objects.filter(to=person, seen_at=None, kind__in=("glass", "glass-not-upheld"))
    own = alerts.filter(Q(glass__worry__raised_by=person) | Q(kind="glass-not-upheld"))
    return list(own.select_related("glass__by", "glass__worry").order_by("at"))


# --- Looks -------------------------------------------------------------------------------------------
def looks_during(glass):
    """What somebody looked at while the glass was broken, in order."""
    looks = Look.objects.filter(worry=glass.worry, person=glass.by, at__gte=glass.at, at__lte=glass.until)
    return list(looks.order_by("at")) if glass.worry_id else []


def looks_at(worry):
    """The latest looks at a worry that the person asking has already been given, by who looked:
    [(person, what lets them, how many times, the last moment)], the latest first.
    """
    found = {}
    for look in worry.looks.select_related("person"):
        row = found.setdefault((look.person_id, look.why), [look.person, look.why_words, 0, look.at])
        row[2] += 1
    return [tuple(row) for row in found.values()]


def looked_at_mine(person, at=None):
    """Who else looked at the worries that the person raised, in the last four weeks, latest first."""
    since = (at or timezone.now()) - LATEST
    looks = Look.objects.filter(worry__raised_by=person, at__gt=since).exclude(person=person)
    looks = looks.filter(worry__in=worries_seen_by(person))
    return list(looks.select_related("person", "worry").prefetch_related("worry__children")[:200])


# --- Flags and alerts --------------------------------------------------------------------------------
def flags_for(person, is_settled=False):
    """What the rules point out and this person may settle, or what was settled; latest first."""
    rows = Flag.objects.filter(organisation_id=person.organisation_id, settled_at__isnull=not is_settled)
    rows = rows.exclude(person=person).select_related("person", "worry", "organisation", "settled_by")
    return [flag for flag in rows[:200] if person in who_watches(flag.organisation, flag.person, flag.worry)]


def flag_for(person, pk):
    """One flag; NotFound for anybody who does not watch, and for who is pointed out."""
    rows = Flag.objects.select_related("person", "worry", "organisation", "settled_by")
    flag = rows.filter(pk=pk, organisation_id=person.organisation_id).first()
    if flag is None or person not in who_watches(flag.organisation, flag.person, flag.worry):
        raise NotFound()
    return flag


def looks_behind(flag):
    """The looks of somebody in the two weeks up to a flag, at what it is about or, for a day, at anything."""
    looks = Look.objects.filter(person=flag.person, at__lte=flag.looked_at)
    if flag.worry_id:
        looks = looks.filter(worry=flag.worry, at__gt=flag.looked_at - timedelta(days=14))
    else:
        looks = looks.filter(at__gt=flag.looked_at - timedelta(hours=24))
    return list(looks.select_related("worry")[:50])


def alerts_to_tell():
    """Alerts that no mail has told of yet, the oldest first. For the worker; they hold no case words."""
    alerts = Alert.objects.filter(told_at=None, to__is_active=True)
    return list(alerts.select_related("to__organisation"))


# --- Seals -------------------------------------------------------------------------------------------
def seals_to_lift(person):
    """Seals that somebody asked to lift and that need this person's word."""
    asked = Seal.objects.filter(
        lifted_at=None, lift_asked_by__isnull=False, worry__organisation_id=person.organisation_id
    )
    asked = asked.exclude(lift_asked_by=person).select_related("worry__raised_by", "lift_asked_by", "by")
    return [seal for seal in asked if person.role == OFFICER or stands(person, seal.worry)]


def seal_for(person, pk):
    """One seal: for who answers for the worry, who is in it, and the data protection officer."""
    seal = Seal.objects.select_related("worry__raised_by", "worry__organisation", "lift_asked_by", "by")
    seal = seal.filter(pk=pk, worry__organisation_id=person.organisation_id).first()
    if seal is None or not person.is_active:
        raise NotFound()
    may = person.role == OFFICER or worries_seen_by(person).filter(pk=seal.worry_id).exists()
    if not may:
        raise NotFound()
    return seal


# --- Shields -----------------------------------------------------------------------------------------
def who_agrees(lift):
    """Who may be the second person to lift the shield of an address: never the one who asked."""
    return who_watches(lift.worry.organisation, lift.asked_by, lift.worry)


def who_is_told(lift, but=()):
    """Everybody who may see a worry about that child, and who may agree; less those of `but`. Of a sealed
    worry nobody of another one hears.
    """
    worries = [lift.worry] if lift.worry.is_sealed else lift.address.child.worries.all()
    people = [*who_agrees(lift), *(person for worry in worries for person in _who_sees(worry))]
    found = {person.pk: person for person in [lift.asked_by, *people]}
    return [person for person in found.values() if person.is_active and person not in but]


def _who_sees(worry):
    return [each for each in people_of(worry.organisation) if reason_to_see(each, worry)]


def _lifts():
    return ShieldLift.objects.select_related(
        "worry__raised_by", "worry__organisation", "asked_by__organisation", "ended_by",
        "address__child", "address__linked_person",
    )  # fmt: skip


def shield_lifts_of(worry):
    """Each time that somebody wanted the shield of an address of a worry's children lifted, in order, from
    whichever worry they asked that is not sealed; for somebody who has already been given the worry.
    """
    about = _lifts().filter(address__child__worries=worry)
    return list(about.filter(Q(worry=worry) | Q(worry__is_sealed=False)))


def shield_lifts_to_answer(person):
    """What waits for a second person's word and may have this person's, the first asked first."""
    now = timezone.now()
    asked = _lifts().filter(outcome="", until__gt=now, worry__organisation_id=person.organisation_id)
    return [lift for lift in asked.exclude(asked_by=person) if person in who_agrees(lift)]


def shield_lift_for(person, pk):
    """One asking: for whoever may see a worry about that child, who asked, and who may agree."""
    lift = _lifts().filter(pk=pk, worry__organisation_id=person.organisation_id).first()
    if lift is None or not person.is_active:
        raise NotFound()
    of_it = Q(pk=lift.worry_id) if lift.worry.is_sealed else Q(children=lift.address.child_id)
    if not worries_seen_by(person).filter(of_it).exists() and person not in who_agrees(lift):
        raise NotFound()
    return lift


def shields_told(person):
    """What others did with the shields of addresses that this person answers for, and they have not read."""
    told = Alert.objects.filter(to=person, seen_at=None, lift__isnull=False)
    told = told.select_related("lift__worry", "lift__asked_by", "lift__ended_by").order_by("at")
    return [alert for alert in told if alert.kind == "shield-lifted" or not alert.lift.outcome]


# --- Ties --------------------------------------------------------------------------------------------
def tie_of(person):
    """What somebody said of their own home and family, or nothing. For themself alone, and the rules."""
    return Tie.objects.filter(person=person).first()
