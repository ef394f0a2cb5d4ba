"""The sentences of this room, from words.toml, in English and Welsh; and its word lists, from lists.toml."""

import tomllib
from functools import lru_cache
from importlib import resources
from typing import Any


@lru_cache(maxsize=2)
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath(name).read_text("utf-8"))


def lists() -> dict[str, Any]:
    """The word lists: texts of words parted by spaces."""
    return _read("lists.toml")


def say(table: str, name: str, lang: str = "en", **facts: object) -> str:
    """One sentence, such as say("because", "part-name", "cy", label="Tomos")."""
    return str(_read("words.toml")[lang][table][name]).format(**facts)
