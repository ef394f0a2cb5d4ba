"""Why a file was not taken, and what its sender can do about it."""

from typing import Any

from .words import say


class FileRefused(Exception):
    """A file that cannot be cleaned. `reason` is an id of words.toml; `facts` fill its sentence."""

    def __init__(self, reason: str, **facts: Any):
        self.reason = reason
        self.facts = facts
        super().__init__(f"{self.text('en')} {self.mend('en')}")

    def text(self, lang: str = "en") -> str:
        """What is the matter with the file."""
        facts = dict(self.facts)
        if "what" in facts:
            facts["what"] = say("kinds", facts["what"], lang)
        return say("refused", self.reason, lang, **facts)

    def mend(self, lang: str = "en") -> str:
        """What to do instead."""
        return say("mend", self.reason, lang)
