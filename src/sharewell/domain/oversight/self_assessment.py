"""Every read of self-assessments. The first argument is the person asking."""

from dataclasses import dataclass

from sharewell.domain.errors import NotFound
from sharewell.domain.oversight.measures import found_for
from sharewell.domain.oversight.models import SelfAssessment
from sharewell.domain.oversight.permissions import see_self_assessment_refusal
from sharewell.domain.oversight.standards import LEVEL_WORDS, score_of, standards


@dataclass(frozen=True)
class Line:
    """One measure as it stands: by the records (`found` {count, of, ..}), or by what somebody said."""

    measure: object
    level: int | None
    found: dict | None = None
    said: dict | None = None

    def level_words(self, lang):
        """The level in words; nothing where there is none."""
        return LEVEL_WORDS[self.level][lang] if self.level is not None else ""

    def shows(self, lang):
        """What the records show, in words."""
        return self.measure.shows[lang] % self.found if self.found else ""


@dataclass(frozen=True)
class Part:
    """One standard with its lines and what they come to."""

    standard: object
    lines: tuple
    percent: int | None

    @property
    def to_answer(self):
        """How many questions of it nobody has answered yet."""
        return sum(1 for line in self.lines if line.measure.is_asked and line.level is None)


@dataclass(frozen=True)
class Standing:
    """How an organisation stands: each part, and all of them together."""

    parts: tuple
    percent: int | None


def self_assessments_for(person):
    """Those of the person's organisation that are finished, the latest first."""
    if see_self_assessment_refusal(person):
        return []
    rows = SelfAssessment.objects.filter(organisation_id=person.organisation_id, finished_at__isnull=False)
    return list(rows.select_related("finished_by", "organisation").order_by("-finished_at"))


def open_one_for(person):
    """The one that is being made where the person works, or nothing."""
    if see_self_assessment_refusal(person):
        return None
    rows = SelfAssessment.objects.filter(organisation_id=person.organisation_id, finished_at__isnull=True)
    return rows.select_related("organisation", "begun_by").first()


def self_assessment_for(person, pk):
    """One of them; NotFound for any other."""
    rows = SelfAssessment.objects.filter(organisation_id=person.organisation_id, pk=pk)
    found = rows.select_related("organisation", "begun_by", "finished_by").first()
    if found is None or see_self_assessment_refusal(person):
        raise NotFound()
    return found


def standing_of(assessment):
    """The Standing of a self-assessment: as it was kept where it is finished, else by the records of now."""
    found = assessment.found if assessment.finished_at else figures_of(assessment.organisation)
    return _standing(found, assessment.answers)


def figures_of(organisation, at=None):
    """{measure: {"count", "of", ..}}: what the records show, as it is kept."""
    return {
        key: {"count": each.count, "of": each.of, "level": each.level} | each.figures
        for key, each in found_for(organisation, at).items()
    }


def levels_of(found, answers):
    """{measure: level} of the records and of what people said."""
    return {
        key: (found[key]["level"] if key in found else answers.get(key, {}).get("level"))
        for key in standards().measures
    }


def _standing(found, answers):
    levels = levels_of(found, answers)
    score = score_of(levels)
    parts = tuple(
        Part(
            standard,
            tuple(
                Line(each, levels[each.id], found.get(each.id), answers.get(each.id))
                for each in standard.measures
            ),
            score[standard.id],
        )
        for standard in standards().all
    )
    return Standing(parts, score["all"])


def unanswered_in(assessment):
    """The measures that nobody has answered yet."""
    asked = [each for each in standards().measures.values() if each.is_asked]
    return [each for each in asked if assessment.answers.get(each.id, {}).get("level") is None]
