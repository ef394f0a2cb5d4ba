"""Fetches the GOV.UK Design System's style and script, and takes out what only GOV.UK may show.

Nothing of it is kept in the repository: npm's own client fetches the package by name, the recorded
integrity is checked, and what the pages need is written to a folder that git ignores and the wheel packs.
Standard library only.
"""

import base64
import hashlib
import json
import re
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
STATIC = HERE.parent / "src/sharewell/web/layout/static/vendor"

# What we set in type instead of GDS Transport, which is not ours to use.
TYPE = 'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif'


class NotFetched(Exception):
    """The package could not be fetched, or is not the one that was recorded."""


def fetch(cache: Path, npm: Callable[[], list[str]]) -> None:
    """Fill `STATIC`; `cache` keeps the packages fetched, `npm` gives the command that runs npm."""
    for name, recorded in json.loads((HERE / "front-end.json").read_text()).items():
        archive = cache / f"{name}-{recorded['version']}.tgz"
        if not archive.exists():
            _pack(f"{name}@{recorded['version']}", cache, npm())
        found = integrity(archive)
        if found != recorded["integrity"]:
            archive.unlink()
            raise NotFetched(
                f"{archive.name} is not what requirements/front-end.json records: its integrity is {found}.\n"
                "Something changed it on the way. Try again, from another network if need be."
            )
        adapt(archive)


def adapt(archive: Path) -> None:
    """Write a package's style and script to `STATIC`, without crown, crest and typeface."""
    with tarfile.open(archive) as package:
        style, script = (_read(package, f"govuk-frontend.min.{ending}") for ending in ("css", "js"))
    shutil.rmtree(STATIC, ignore_errors=True)
    STATIC.mkdir(parents=True)
    (STATIC / "govuk-frontend.min.css").write_text(adapted_style(style), encoding="utf-8")
    (STATIC / "govuk-frontend.min.js").write_text(without_source_map(script), encoding="utf-8")


def adapted_style(style: str) -> str:
    """The style sheet without its fonts, crest and crown, in our own type."""
    style = re.sub(r"@font-face\{[^}]*\}", "", style)
    style = style.replace("GDS Transport,arial,sans-serif", TYPE)
    style = re.sub(r"(?<=[{}])[^{}]*(?:crest|crown|copyright-logo)[^{}]*\{[^{}]*\}", "", style)
    style = re.sub(r"@media[^{}]*\{\}", "", style)
    style = without_source_map(style)
    for unwanted in ("GDS Transport", "crest", "crown", "/assets/"):
        if unwanted in style:
            raise NotFetched(
                f"The style sheet still speaks of {unwanted!r}: "
                "requirements/front_end.py must learn its new shape."
            )
    return style


def without_source_map(text: str) -> str:
    """The text without the line that points at a source map, which we do not serve."""
    return re.sub(r"(?:/\*|//)# sourceMappingURL=\S+(?: \*/)?\s*$", "", text)


def integrity(archive: Path) -> str:
    """The integrity of a file as npm writes it: sha512-<base64>."""
    return "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()


def _read(package: tarfile.TarFile, name: str) -> str:
    file = package.extractfile(f"package/dist/govuk/{name}")
    if file is None:
        raise NotFetched(f"The package holds no {name}.")
    return file.read().decode("utf-8")


def _pack(name: str, cache: Path, npm: list[str]) -> None:
    cache.mkdir(parents=True, exist_ok=True)
    options = ["--pack-destination", str(cache), "--loglevel", "error", "--ignore-scripts"]
    done = subprocess.run([*npm, "pack", name, *options], capture_output=True, text=True, cwd=cache)
    if done.returncode:
        raise NotFetched(f"npm could not fetch {name}:\n{done.stdout}{done.stderr}".rstrip())
