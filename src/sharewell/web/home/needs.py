"""Each thing that needs somebody today as one sentence and one action."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sharewell.domain.agreements.queries import life, register
from sharewell.domain.children.queries import name_in_list
from sharewell.domain.decisions import queries as decisions
from sharewell.domain.decisions import who_looked
from sharewell.domain.decisions.clocks import END_OF_WORK
from sharewell.domain.deliveries import queries as deliveries
from sharewell.domain.dpias import queries as assessments
from sharewell.domain.learning import queries as learning
from sharewell.domain.organisations import queries as organisations
from sharewell.domain.requests import queries as requests
from sharewell.web.layout.moments import day
from sharewell.web.organisation.words import gap_words


@dataclass(frozen=True)
class Line:
    """`says` what, `do` is the words on the link to `href`; `done` is where a press settles it, if a press
    can; `reference` tells two children of one first name apart.
    """

    says: str
    do: str
    href: str
    due_at: object
    is_late: bool
    done: str = ""
    reference: str = ""
    is_urgent: bool = False

    @property
    def when(self):
        """How far off: today, tomorrow, so many days late; nothing where the day says it better."""
        days = (timezone.localdate(self.due_at) - timezone.localdate()).days
        if self.is_late and days < 0:
            return ngettext("%(count)s day late", "%(count)s days late", -days) % {"count": -days}
        return {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}.get(days, "")


def lines_for(person):
    """(everything of all rooms that needs somebody today; what they owe later).

    What is about danger stands first, then the oldest duty.
    """
    now = timezone.now()
    needs, later = decisions.needs_of(person)
    lines = [_of_a_worry(need, now) for need in needs]
    lines += [_of_a_delivery(need, now) for need in deliveries.needs_today(person)]
    lines += access_lines(person, now)
    lines += [_wrong_number(report) for report in organisations.wrong_numbers_for(person)]
    lines += [_change(change) for change in organisations.changes_to_confirm(person)]
    lines += [_gap(gap, now) for gap in organisations.gaps_owned_by(person)]
    lines += policy_lines(person, now)
    lines += form_lines(person)
    lines += agreement_lines(person, now)
    lines += [_paper(paper) for paper in register.papers_begun_by(person)]
    lines += assessment_lines(person, now)
    lines.sort(key=lambda line: (not line.is_urgent, line.due_at))
    return lines, [owed_line(owed, now) for owed in later]


def form_lines(person):
    """A request that came in and that nobody decides on, and a form that lies since yesterday or longer."""
    yesterday = timezone.now() - timedelta(days=1)
    waiting, left = requests.to_go_on_with(person)
    for form in waiting:
        href = reverse("requests:one", args=[form.pk])
        says = _("A request that came to you waits for a decision.")
        yield Line(says, _("Decide on it"), href, form.begun_at, False)
    for form in left:
        if form.updated_at < yesterday:
            says = _("You have not finished the form %(reference)s.") % {"reference": form.reference}
            href = reverse("requests:one", args=[form.pk])
            yield Line(says, _("Go on with it"), href, form.updated_at, False)


def _paper(paper):
    """An agreement that was read in, and stands nowhere before its facts are confirmed."""
    href = reverse("register:confirm", args=[paper.pk])
    says = _("A paper that you read in waits for you to confirm its facts.")
    return Line(says, _("Confirm them"), href, paper.added_at, False)


def names(children):
    """Tendai; or Tendai and Farai. First names alone: a home page is read over shoulders."""
    first = [name.split()[0] for child in children if (name := name_in_list(child)).strip()]
    if len(first) < 2:
        return "".join(first) or _("a child")
    return _("%(some)s and %(last)s") % {"some": ", ".join(first[:-1]), "last": first[-1]}


_SEE = gettext_lazy("See the worry")
_OWED = {
    "record-emergency": (
        gettext_lazy("Write down what you did for %(child)s in the emergency."),
        gettext_lazy("Write it down"),
    ),
    "written-confirmation": (
        gettext_lazy("Confirm in writing what you said about %(child)s by telephone."),
        gettext_lazy("Write it"),
    ),
    "unocini": (gettext_lazy("Send the UNOCINI form about %(child)s to the Gateway team."), _SEE),
    "chase": (
        gettext_lazy("You rang about %(child)s. If nobody has told you what happens next, ring again."),
        _SEE,
    ),
    "call-back": (
        gettext_lazy("Ring back about %(child)s, on a number from the directory, to check who it was."),
        _SEE,
    ),
    "tell-lead": (gettext_lazy("Tell your safeguarding lead what you did for %(child)s."), _SEE),
    "tell-family": (gettext_lazy("Tell the family of %(child)s what was shared, as you decided."), _SEE),
    "review": (
        gettext_lazy("You decided not to share about %(child)s. Look at it again."),
        gettext_lazy("Look again"),
    ),
    "paragraph-18": (
        gettext_lazy("Write down why you shared about %(child)s without consent."),
        gettext_lazy("Write it down"),
    ),
    "review-telling": (
        gettext_lazy("Look again at whether it is safe to tell the family of %(child)s."),
        _SEE,
    ),
}
# These are done by doing them on their own page; the others by saying that they are done.
_BY_PAGE = {"review", "written-confirmation", "paragraph-18"}


def owed_line(owed, now):
    says, do = _OWED[owed.what]
    href = reverse("worries:one", args=[owed.worry_id])
    if owed.what == "review" and owed.decision_id:
        href = reverse("worries:review", args=[owed.decision_id])
    elif owed.what == "paragraph-18" and owed.decision_id:
        href = reverse("worries:ground", args=[owed.decision_id])
    elif owed.what == "written-confirmation":
        href = reverse("worries:who", args=[owed.worry_id])
    return Line(
        says % {"child": names(owed.worry.children.all())}, str(do), href, owed.due_at, owed.due_at < now,
        "" if owed.what in _BY_PAGE - {"written-confirmation"} else reverse("home:done", args=[owed.pk]),
        owed.worry.reference,
    )  # fmt: skip


def _of_a_worry(need, now):
    if need.kind.startswith("owed-"):
        return owed_line(need.about, now)
    if need.kind == "worry-new":
        says = _("%(who)s has written down a new worry about %(child)s.") % {
            "who": need.about.raised_by.name, "child": names(need.about.children.all())}  # fmt: skip
        return Line(says, _("Read it"), reverse("worries:one", args=[need.about.pk]), need.due_at, False)
    advice = need.about
    href = reverse("worries:advice", args=[advice.pk])
    if need.kind == "advice-wanted":
        says = _("%(who)s asks for your advice.") % {"who": advice.asked_by.name}
        return Line(says, _("Answer"), href, need.due_at, False)
    says = _("%(who)s has answered your question.") % {"who": advice.asked_of.name}
    return Line(says, _("Read the answer"), href, need.due_at, False)


def access_lines(person, now):
    """What of seeing and looking needs somebody: a second person's word, and what they are told."""
    lines = [_glass_to_review(glass, now) for glass in who_looked.glass_to_review(person)]
    lines += [_glass_told(alert) for alert in who_looked.glass_told(person)]
    flags = who_looked.flags_for(person)
    if flags:
        says = ngettext(
            "A rule points out %(count)s look at a record.", "Rules point out %(count)s looks at records.",
            len(flags),
        ) % {"count": len(flags)}  # fmt: skip
        first = min(flag.raised_at for flag in flags)
        lines.append(Line(says, _("Look into it"), reverse("access:all"), first, False))
    for seal in who_looked.seals_to_lift(person):
        says = _("%(who)s wants the seal of a worry lifted.") % {"who": seal.lift_asked_by.name}
        href = reverse("access:lift", args=[seal.pk])
        lines.append(Line(says, _("Decide"), href, seal.lift_asked_at, False))
    return [*lines, *_shield_lines(person)]


def _shield_lines(person):
    """Addresses that somebody wants to stop hiding: to decide on, or to know of."""
    lifts = who_looked.shield_lifts_to_answer(person)
    for lift in lifts:
        yield _of_a_shield(lift, _("Decide"), lift.asked_at)
    for alert in who_looked.shields_told(person):
        if alert.lift not in lifts:
            yield _of_a_shield(alert.lift, _("See why"), alert.at)


def _of_a_shield(lift, do, at):
    says = _("%(who)s asks to stop hiding an address.") % {"who": lift.asked_by.name}
    if lift.outcome == "lifted":
        says = _("%(who)s and %(second)s stopped hiding an address.") % {
            "who": lift.asked_by.name, "second": lift.ended_by.name}  # fmt: skip
    return Line(says, do, reverse("access:shield", args=[lift.pk]), at, False)


def _glass_to_review(glass, now):
    says = _("%(who)s broke the glass to see a record. Say whether it was right.") % {"who": glass.by.name}
    href = reverse("access:glass", args=[glass.pk])
    return Line(says, _("Look into it"), href, glass.review_by, glass.review_by < now)


def _glass_told(alert):
    says = _("%(who)s broke the glass to see a worry that you raised.")
    if alert.kind == "glass-not-upheld":
        says = _("It was not right that %(who)s broke the glass.")
    href = reverse("access:glass", args=[alert.glass_id])
    return Line(says % {"who": alert.glass.by.name}, _("See why"), href, alert.at, False)


def _of_a_delivery(need, now):
    is_urgent = need.kind in ("urgent", "unopened")
    waits_for_us = need.kind in ("unread", "unanswered") and need.delivery.answer_by < now
    return Line(
        str(need.says), str(need.do), reverse(need.url_name, args=[need.delivery.pk]),
        need.delivery.answer_by if waits_for_us else need.due_at,
        is_urgent or waits_for_us or need.kind in ("chase", "escalate"),
        reference=need.delivery.reference, is_urgent=is_urgent,
    )  # fmt: skip


def _wrong_number(report):
    about = report.entry or report.area
    where = reverse("directory:correct" if report.entry else "directory:correct_area", args=[about.pk])
    says = _("%(who)s says that a number of %(entry)s is wrong.") % {"who": report.by.name, "entry": about}
    return Line(says, _("Mend it"), where, report.at, False)


def _change(change):
    """A change to an account that somebody else asked for. No hurry, but somebody waits for it."""
    says = _("A change to the account of %(who)s waits for a second person.") % {"who": change.person.name}
    return Line(says, _("Look at it"), reverse("people:change", args=[change.pk]), change.asked_at, False)


def _gap(gap, now):
    """Due at the end of its day. It is shown from the day that it is found: mending one takes time."""
    due_at = timezone.make_aware(datetime.combine(gap.due_on, END_OF_WORK))
    says = _("Something is missing where you work: %(what)s.") % {"what": gap_words(gap)}
    return Line(says, _("Put it right"), reverse("organisation:gap", args=[gap.pk]), due_at, due_at < now)


def policy_lines(person, now):
    """The policies that somebody is asked to read, and those of theirs whose review comes up."""
    lines = []
    for version, due_on in learning.to_read_for(person):
        says = _("Please read: %(title)s.") % {"title": version.title}
        href = reverse("policies:one", args=[version.policy_id])
        lines.append(_by_day(says, _("Read it"), href, due_on, now))
    for policy in learning.reviews_due_for(person):
        says = _("A review comes up: %(title)s.") % {"title": policy.title}
        href = reverse("policies:review", args=[policy.pk])
        lines.append(_by_day(says, _("Review it"), href, policy.review_on, now))
    return lines


def _by_day(says, do, href, due_on, now):
    """A line that is due at the end of a day's work."""
    due_at = timezone.make_aware(datetime.combine(due_on, END_OF_WORK))
    return Line(says, do, href, due_at, due_at < now)


def agreement_lines(person, now):
    """What of agreements waits for this person: a signature, a comment, an answer, a look at quality, a
    review.
    """
    signing = life.signatures_waiting(person)
    wanted, waiting = life.comments_wanted(person), life.comments_waiting(person)
    changes = life.changes_wanted(person)
    latest = life.since_of([*(party.agreement for party in signing), *wanted, *waiting, *changes])
    lines = []
    for party in signing:
        says, do = _("%(title)s waits for your signature."), _("Read it and sign it")
        lines.append(_of_an_agreement(party.agreement, says, do, "agreeing:sign", latest))
    for rows, says, do in (
        (wanted, _("%(title)s waits for your comments."), _("Read it")),
        (waiting, _("A comment on %(title)s waits for your answer."), _("Answer it")),
        (changes, _("Changes to %(title)s were asked for."), _("See which")),
    ):
        lines += [_of_an_agreement(each, says, do, "agreeing:one", latest) for each in rows]
    for row in life.assurances_waiting(person):
        says = _("%(title)s waits for you to look at its quality.") % {"title": row.agreement}
        href = reverse("agreeing:assure", args=[row.agreement_id])
        lines.append(Line(says, _("Look at it"), href, row.submitted_at, False))
    for row in life.disputed_for(person):
        says = _("%(party)s says that it never signed %(title)s.") % {
            "party": row.party, "title": row.version.agreement
        }  # fmt: skip
        href = reverse("agreeing:one", args=[row.version.agreement_id])
        lines.append(Line(says, _("See what they say"), href, row.disputed_at, False))
    for party in life.to_confirm(person):
        says = _("%(title)s was entered in the register. Does it hold for you?") % {"title": party.agreement}
        href = reverse("agreeing:confirm", args=[party.pk])
        lines.append(Line(says, _("Look at it"), href, party.agreement.made_at, False))
    return lines + [_agreement_review(review, now) for review in life.reviews_due(person)]


def _of_an_agreement(agreement, says, do, page, latest):
    href = reverse(page, args=[agreement.pk])
    return Line(says % {"title": agreement}, do, href, latest.get(agreement.pk, agreement.made_at), False)


def _agreement_review(review, now):
    due_at = timezone.make_aware(datetime.combine(review.due_on, END_OF_WORK))
    says = _("%(title)s is to be reviewed by %(day)s.") % {
        "title": review.agreement, "day": day(review.due_on)
    }  # fmt: skip
    href = reverse("agreeing:review", args=[review.agreement_id])
    return Line(says, _("Review it"), href, due_at, due_at < now)


_TURNS = {
    "draft": (gettext_lazy("%(title)s waits for you to finish writing."), gettext_lazy("Go on writing")),
    "changes-asked": (gettext_lazy("Changes to %(title)s were asked for."), gettext_lazy("See which")),
    "reopened": (gettext_lazy("A question of %(title)s is open again."), gettext_lazy("Answer it")),
    "review": (gettext_lazy("%(title)s waits for your review."), gettext_lazy("Read it")),
    "advice": (gettext_lazy("%(title)s waits for your advice."), gettext_lazy("Advise")),
    "approval": (gettext_lazy("%(title)s waits for you to sign it off."), gettext_lazy("Read it")),
    "consulting": (
        gettext_lazy("%(title)s waits for the Information Commissioner."),
        gettext_lazy("Note the answer"),
    ),
}


def assessment_lines(person, now):
    """What of impact assessments waits for this person: their turn, a review, a measure."""
    lines = []
    for row, since in assessments.turns_since(person):
        says, do = _TURNS[row.state]
        href = reverse("assessments:one", args=[row.pk])
        lines.append(Line(says % {"title": row.title}, str(do), href, since, False))
    for row in assessments.reviews_due(person, timezone.localdate(now)):
        says = _("%(title)s is to be looked at again.") % {"title": row.title}
        href = reverse("assessments:one", args=[row.pk])
        lines.append(_by_day(says, _("Look at it"), href, row.review_on, now))
    for measure in assessments.measures_of(person):
        says = _("You said that you would do this: %(what)s") % {"what": measure.text}
        href = reverse("assessments:risks", args=[measure.risk.assessment_id])
        lines.append(_by_day(says, _("See it"), href, measure.due_on, now))
    return lines
