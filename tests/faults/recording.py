"""Record: a worry is written down and decided on, once each, however often the buttons are pressed."""

from uuid import UUID

from tests.faults.finding import Wrong, kinds_about
from tests.faults.sending import signed

WORRY = UUID("6f1c8a52-0d1e-4c5f-9a57-3f7a2f0c9b11")  # a page chooses it before anything is pressed
REASON = "To keep him safe."


class Record:
    """As the pages do: a worry with the key that its page chose; and every decision of a draft at once.

    Where it was decided before (`is_decided`), every step is one of writing the worry down.
    """

    def __init__(self, name="record", is_decided=False):
        self.name, self.is_decided = name, is_decided

    def build(self, _post):
        from sharewell.domain.decisions.actions import begin_draft
        from tests.domain.deliveries.town import decide, worry_of
        from tests.people import build_town

        town = build_town()
        case = worry_of(town)
        decide(case, town.front_door, town.teacher)  # from here on the rules of the day are kept already
        draft = begin_draft(by=town.teacher, worry=case.worry)
        ids = {
            "teacher": str(town.teacher.pk),
            "child": str(case.child.pk),
            "to": str(town.gp.pk),
            "draft": str(draft.pk),
        }
        if self.is_decided:
            self.decide(ids, lambda **_said: None)
        return ids

    def acts(self, ids, say, _heard=(), _later=None):
        return [lambda: self.raise_it(ids, say), lambda: self.decide(ids, say)]

    def between(self, house):
        """Between two lives nothing happens."""

    def raise_it(self, ids, say):
        from sharewell.domain.decisions import actions
        from sharewell.domain.decisions.models import Worry
        from tests.domain.deliveries.town import ENTRIES
        from tests.people import WALK

        if Worry.objects.filter(pk=WORRY).exists():
            return
        teacher, child, _to = self._who(ids)
        actions.raise_worry(pk=WORRY, by=teacher, children=[child], entries=ENTRIES, answers=WALK)
        say(raised=str(WORRY), checkpoint=signed())

    def decide(self, ids, say):
        from sharewell.domain.decisions import actions
        from sharewell.domain.decisions.models import Draft

        draft = Draft.objects.filter(pk=ids["draft"]).first()
        if draft is None:
            return
        teacher, child, to = self._who(ids)
        pair = {"child": child, "to": to, "choice": "share", "reason": REASON}
        (made,) = actions.record_decisions(draft=draft, pairs=[pair], answers={}, by=teacher)
        say(decided=str(made.pk), checkpoint=signed())

    def _who(self, ids):
        from sharewell.domain.children.models import Child
        from sharewell.domain.organisations.models import DirectoryEntry, Person

        return (
            Person.objects.get(pk=ids["teacher"]),
            Child.objects.get(pk=ids["child"]),
            DirectoryEntry.objects.get(pk=ids["to"]),
        )

    def is_over(self, ids):
        from sharewell.domain.decisions.models import Draft, Worry

        return not Draft.objects.filter(pk=ids["draft"]).exists() and Worry.objects.filter(pk=WORRY).exists()

    def look(self, ids, said, post):
        from sharewell.domain.decisions.models import Decision, Entry, Worry
        from tests.domain.deliveries.town import ENTRIES

        wrong, decisions = Wrong(), Decision.objects.filter(recipient=ids["to"])
        wrong.unless(Worry.objects.count() == 2, "I2", f"{Worry.objects.count() - 1} worries")
        wrong.unless(len(decisions) == 1, "I2", f"{len(decisions)} decisions")
        for one in said:
            if "decided" in one:
                kept = [each.reason for each in decisions if str(each.pk) == one["decided"]]
                wrong.unless(kept == [REASON], "I1", "a decision was lost")
        texts = sorted(entry.text for entry in Entry.objects.filter(worry=WORRY))
        typed = sorted(each["text"] for each in ENTRIES)
        wrong.unless(texts == typed, "I1", f"{len(texts)} entries of {len(typed)}")
        raised = kinds_about(f"worry:{WORRY}").count("worry-raised")
        wrong.unless(raised == 1, "I3", f"the worry is recorded {raised} times")
        for each in decisions:
            made = kinds_about(f"decision:{each.pk}").count("decision-recorded")
            wrong.unless(made == 1, "I3", f"the decision is recorded {made} times")
        wrong.unless(not post.mails, "I2", "a mail went out")
        return wrong
