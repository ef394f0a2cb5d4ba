"""What came of a check of a draft, in the same words whatever was checked."""

from dataclasses import dataclass

from django.utils.translation import get_language, gettext_lazy

from sharewell.domain.agreements import grounds

HOLDS, SOMETIMES, FAILS, MISSING = "holds", "sometimes", "fails", "missing"
STANDINGS = {
    HOLDS: gettext_lazy("Holds"),
    SOMETIMES: gettext_lazy("Holds in some cases"),
    FAILS: gettext_lazy("Does not hold"),
    MISSING: gettext_lazy("Not said yet"),
}


@dataclass(frozen=True)
class Found:
    """What came of one check. `to` is the receiver that it was asked about, or nothing; so are `flow`
    and `party` where it is about the whole agreement.
    """

    flow: object
    party: object
    to: object
    what: str  # "basis", "condition", "power", "sharing", "way" or "under"
    ground: str  # its id; "" where none is named
    standing: str
    because: str = ""
    sources: tuple = ()  # {"title", "provision", "link", "confidence"}
    instead: tuple = ()  # titles of what would hold

    @property
    def standing_words(self):
        return STANDINGS[self.standing]

    @property
    def title(self):
        """What the ground is called."""
        return grounds.title(self.ground)["cy" if get_language() == "cy" else "en"] if self.ground else ""

    @property
    def is_wrong(self):
        return self.standing in (FAILS, MISSING)

    @property
    def bars(self):
        """Whether nobody assures or signs it like this: a flow rests on nothing, or on what does not hold.
        What the rules are unsure of themselves advises, and bars nothing.
        """
        is_unsure = bool(self.sources) and all(each["confidence"] == "unsure" for each in self.sources)
        is_against = self.standing == FAILS and not is_unsure
        return self.flow is not None and (self.standing == MISSING or is_against)
