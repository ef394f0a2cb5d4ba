"""What is to be done on a draft, and how far each of it is."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sharewell.domain.agreements import queries
from sharewell.domain.agreements.kinds import kind as kind_of
from sharewell.domain.agreements.queries.assessed import assessed_flows

DONE, BEGUN, TO_DO, WRONG = "done", "begun", "to-do", "wrong"


@dataclass(frozen=True)
class Task:
    """One line of the task list: where it leads, and its status in words and in kind."""

    title: str
    href: str
    status: str
    words: str


def tasks_of(person, agreement, found) -> list[tuple[str, list[Task]]]:
    """[(heading, tasks)] of an agreement; `found` is what the rules say of its flows."""
    kind, lang = kind_of(agreement.kind), "cy" if get_language() == "cy" else "en"
    answers = queries.answers_of(person, agreement)
    asked = [_questions(agreement, section, answers, lang) for section in kind.sections if section.questions]
    out = [(_("Who and what"), [_about(agreement), _parties(agreement, kind)]), (_("What it says"), asked)]
    if kind.has_flows:
        out[0][1].append(_flows(agreement))
        out.append(
            (_("What stands behind it"), [_checks(agreement, kind, found), _assessments(person, agreement)])
        )
    elif found:
        out.append((_("What stands behind it"), [_checks(agreement, kind, found)]))
    return out


def is_answered(question, answers) -> bool:
    """Whether a question has an answer in either language."""
    answer = answers.get(question.id)
    return bool(answer and (answer["en"].strip() or answer["cy"].strip()))


def _to(name, *args):
    return reverse(f"agreements:{name}", args=args)


def _about(agreement):
    missing = agreement.languages == "both" and not (agreement.title_en and agreement.title_cy)
    status, words = (BEGUN, _("A title is missing")) if missing else (DONE, _("Done"))
    return Task(_("Title, languages and days"), _to("about", agreement.pk), status, words)


def _parties(agreement, kind):
    rows = list(agreement.parties.all())
    title, href = _("Parties and who signs"), _to("parties", agreement.pk)
    if len(rows) < kind.least_parties:
        return Task(title, href, TO_DO, _("Add the others"))
    if unnamed := [each for each in rows if not each.signatory_role]:
        words = ngettext("%(n)s signatory to name", "%(n)s signatories to name", len(unnamed))
        return Task(title, href, BEGUN, words % {"n": len(unnamed)})
    return Task(title, href, DONE, ngettext("%(n)s party", "%(n)s parties", len(rows)) % {"n": len(rows)})


def _flows(agreement):
    count = agreement.flows.count()
    title, href = _("What flows from whom to whom"), _to("flows", agreement.pk)
    if not count:
        return Task(title, href, TO_DO, _("Not begun"))
    return Task(title, href, DONE, ngettext("%(n)s flow", "%(n)s flows", count) % {"n": count})


def _questions(agreement, section, answers, lang):
    needed = [each for each in section.questions if each.is_needed]
    done = [each for each in needed if is_answered(each, answers)]
    href = _to("section", agreement.pk, section.id)
    if len(done) == len(needed):
        return Task(section.title[lang], href, DONE, _("Done"))
    if done:
        words = _("%(done)s of %(all)s answered") % {"done": len(done), "all": len(needed)}
        return Task(section.title[lang], href, BEGUN, words)
    return Task(section.title[lang], href, TO_DO, _("Not begun"))


def _checks(agreement, kind, found):
    title = (
        _("Whether the law holds for each flow") if kind.has_flows else _("The agreement above this schedule")
    )
    href = _to("checks", agreement.pk)
    wrong = [each for each in found if each.is_wrong]
    if wrong:
        words = ngettext("%(n)s thing to mend", "%(n)s things to mend", len(wrong)) % {"n": len(wrong)}
        return Task(title, href, WRONG, words)
    if kind.has_flows and not [each for each in found if each.flow]:
        return Task(title, href, TO_DO, _("No flow yet"))
    return Task(title, href, DONE, _("It holds"))


def _assessments(person, agreement):
    count = agreement.assessments.count()
    title, href = _("Impact assessments"), _to("assessments", agreement.pk)
    bare = {row.flow.pk for row in assessed_flows(person, agreement) if not row.is_covered}
    if count and bare:
        words = ngettext("%(n)s flow not covered", "%(n)s flows not covered", len(bare)) % {"n": len(bare)}
        return Task(title, href, BEGUN, words)
    if not count:
        return Task(title, href, TO_DO, _("None linked"))
    return Task(title, href, DONE, _("%(n)s linked") % {"n": count})
