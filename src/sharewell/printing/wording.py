"""The words that printed sheets say of themselves."""

import tomllib
from functools import lru_cache
from importlib import resources


@lru_cache(maxsize=2)
def words(lang: str) -> dict[str, str]:
    """Every one of them, in "en" or "cy"."""
    return tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text("utf-8"))[lang]
