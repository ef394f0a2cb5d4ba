"""The rules that point out a look, as data. The page of rules is drawn from this; no other rule is applied.

Figures are our own choice; `tests/domain/decisions/test_snooping.py` shows what they find, and how seldom
they cry wolf.
"""

from dataclasses import dataclass, field
from datetime import time

from django.utils.translation import gettext_lazy as _

# Outside these hours of a working day, a look counts as out of hours. UK local time.
DAY_BEGINS, DAY_ENDS = time(7), time(19)


@dataclass(frozen=True)
class Rule:
    """One rule: its id, its name, what it says in full with its figures in it, and the figures."""

    id: str
    name: str
    says: str
    figures: dict = field(default_factory=dict)

    @property
    def words(self):
        """What it says, with its figures."""
        return str(self.says) % self.figures


RULES = {
    rule.id: rule
    for rule in (
        Rule(
            "same-name",
            _("The same surname"),
            _(
                "Whoever looked has the surname of the child or of somebody in the child's life, or has said "
                "that it is a name of their own family, and did not raise the worry. A surname that more "
                "than one in %(one_in)s of the people written down here has counts only out of hours: "
                "there it says too little by itself."
            ),
            {"one_in": 50, "known": 60},
        ),
        Rule(
            "same-contact",
            _("The same telephone number, e-mail address or postcode"),
            _(
                "Whoever looked shares a telephone number, an e-mail address or a postcode with the child or "
                "with somebody in the child's life, as far as they have said what theirs are."
            ),
        ),
        Rule(
            "sealed",
            _("A sealed record"),
            _("Whoever looked is not one of the people named in the seal: they broke the glass."),
        ),
        Rule(
            "only-looked",
            _("Broke the glass and only looked"),
            _(
                "Whoever broke the glass read the record and wrote nothing down about it before their time "
                "was over."
            ),
        ),
        Rule(
            "glass-often",
            _("Breaks the glass often"),
            _("Somebody broke the glass %(times)s times or more in %(days)s days."),
            {"times": 3, "days": 28},
        ),
        Rule(
            "out-of-hours",
            _("Many records out of hours"),
            _(
                "In the evening, at night, at a weekend or on a bank holiday somebody read %(records)s "
                "records or more within %(hours)s hours, and wrote something down about fewer than half of "
                "them."
            ),
            {"records": 5, "hours": 12},
        ),
        Rule(
            "comes-back",
            _("Comes back and does nothing"),
            _(
                "Somebody read the same record again on %(days)s different days within %(within)s though "
                "nobody had written anything new, did not raise it, and wrote nothing down about it."
            ),
            {"days": 4, "within": 14},
        ),
        Rule(
            "refused",
            _("Tries what they may not see"),
            _("Somebody was refused %(times)s different records or more on one day."),
            {"times": 3},
        ),
    )
}
