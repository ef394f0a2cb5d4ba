"""The few errors that every room may raise. Their words are lazy strings, said in the reader's language."""


class Refusal(Exception):
    """Asked and not allowed: why, and who could say yes.

    Raised before anything is written. `reason` and `who_could_say_yes` are shown to the person who asked,
    so neither may tell them of things that they may not see.
    """

    def __init__(self, reason, who_could_say_yes=""):
        super().__init__(reason, who_could_say_yes)
        self.reason = reason
        self.who_could_say_yes = who_could_say_yes

    def __str__(self) -> str:
        return " ".join(str(part) for part in self.args if part)


class Clash(Exception):
    """Two people changed the same thing: carries both values, so a person can choose and neither is lost.

    `theirs` is what is stored now and `mine` is what was about to be written, each {what: value};
    `version` is the version that a new attempt must name, `rest` what the two do not disagree about.
    """

    def __init__(self, *, theirs: dict, mine: dict, version: int | str, by=None, rest: dict | None = None):
        super().__init__("changed by someone else in the meantime")
        self.theirs = theirs
        self.mine = mine
        self.version = version
        self.by = by
        self.rest = rest or {}

    @property
    def differing(self) -> list:
        """What the two disagree about, in the order in which it was about to be written."""
        both = [*self.mine, *(what for what in self.theirs if what not in self.mine)]
        return [what for what in both if self.mine.get(what) != self.theirs.get(what)]


class NotFound(Exception):
    """There is no such thing, or none that this person may know of: the two are never told apart."""


def allow(refusal: Refusal | None) -> None:
    """Go on, or raise the refusal."""
    if refusal:
        raise refusal
