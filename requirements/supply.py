"""What Sharewell is made of: each package with its version, hashes and licence; and known weaknesses.

    python -m requirements.supply sbom        the list of parts (CycloneDX 1.6, JSON) on standard output
    python -m requirements.supply audit       ask the advisory services about every pinned package

Both read `requirements/*.txt` (what is pinned) and `licences.toml` (what a person read of each licence).
"""

import argparse
import functools
import json
import re
import subprocess
import sys
import tomllib
import uuid
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

HERE = Path(__file__).resolve().parent
RUNS_WITH = ("service", "postgres", "prove")  # the extras; what only developers need is not shipped
SERVICES = ("osv", "pypi")
_PINNED = re.compile(r"^([A-Za-z0-9][\w.-]*)==([^\s;]+)\s*(?:;([^\\]*))?", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Part:
    """One pinned package: `hashes` are SHA-256 of the accepted archives, `licence` is an SPDX expression."""

    name: str
    version: str
    hashes: tuple[str, ...]
    licence: str

    @property
    def purl(self) -> str:
        """The package's address in the language of lists of parts."""
        return f"pkg:pypi/{self.name}@{self.version}"


def plain(name: str) -> str:
    """A package's name as PEP 503 writes it."""
    return re.sub(r"[-_.]+", "-", name).lower()


@functools.cache
def licences() -> dict[str, str]:
    """The licence of each package that Sharewell runs with, as a person read it."""
    return tomllib.loads((HERE / "licences.toml").read_text("utf-8"))["licence"]


@functools.cache
def allowed() -> frozenset[str]:
    """The licences that a package may be under."""
    return frozenset(tomllib.loads((HERE / "licences.toml").read_text("utf-8"))["allowed"])


def pinned(listed: str = "development") -> dict[str, Part]:
    """What `requirements/<listed>.txt` pins, by name."""
    text = (HERE / f"{listed}.txt").read_text("utf-8")
    starts = list(_PINNED.finditer(text))
    ends = [each.start() for each in starts[1:]] + [len(text)]
    parts = [
        Part(
            plain(found[1]),
            found[2],
            tuple(_HASH.findall(text[found.end() : end])),
            licences().get(plain(found[1]), ""),
        )
        for found, end in zip(starts, ends, strict=True)
    ]
    return {part.name: part for part in parts}


def needs(name: str, extras: tuple[str, ...] = ()) -> set[str]:
    """The names of what an installed package asks for on this machine, with these extras."""
    from packaging.requirements import Requirement

    wanted = set()
    for line in metadata.requires(name) or []:
        asked = Requirement(line)
        here = [{"extra": extra} for extra in ("", *extras)]
        if asked.marker is None or any(asked.marker.evaluate(each) for each in here):
            wanted.add((plain(asked.name), tuple(sorted(asked.extras))))
    return wanted


def runs_with() -> dict[str, set[str]]:
    """Every package that a running service may load, and what each of them asks for in turn."""
    found: dict[str, set[str]] = {}
    open_ends = [("sharewell", RUNS_WITH)]
    while open_ends:
        name, extras = open_ends.pop()
        asked = needs(name, extras)
        known = found.setdefault(name, set())
        fresh = {other for other, _ in asked} - known
        known |= fresh
        open_ends += [each for each in asked if each[0] in fresh or each[0] not in found]
    return found


def sbom() -> str:
    """The list of parts, the same bytes for the same pins."""
    graph, pins = runs_with(), pinned()
    own = metadata.metadata("sharewell")
    root = {
        "type": "application", "bom-ref": "sharewell", "name": "sharewell", "version": own["Version"],
        "purl": f"pkg:pypi/sharewell@{own['Version']}",
        "licenses": [{"expression": own["License-Expression"]}],
    }  # fmt: skip
    parts = [pins[name] for name in sorted(graph) if name != "sharewell"]
    components = [_component(part) for part in parts] + [_front_end(*each) for each in _npm_packages()]
    bom = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": root},
        "components": components,
        "dependencies": [
            {"ref": _ref(name, pins), "dependsOn": sorted(_ref(each, pins) for each in asked)}
            for name, asked in sorted(graph.items())
        ],
    }
    bom["serialNumber"] = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(bom, sort_keys=True))}"
    return json.dumps(bom, indent=2, sort_keys=True) + "\n"


def _ref(name: str, pins: dict[str, Part]) -> str:
    return "sharewell" if name == "sharewell" else pins[name].purl


def _component(part: Part) -> dict:
    return {
        "type": "library",
        "bom-ref": part.purl,
        "name": part.name,
        "version": part.version,
        "purl": part.purl,
        "licenses": [{"expression": part.licence}],
        # One package has an archive for each sort of machine; each of these is accepted, and no other.
        "properties": [{"name": "sharewell:accepted:sha256", "value": each} for each in part.hashes],
    }


def _npm_packages() -> list[tuple[str, dict[str, str]]]:
    return sorted(json.loads((HERE / "front-end.json").read_text("utf-8")).items())


def _front_end(name: str, recorded: dict[str, str]) -> dict:
    address = f"pkg:npm/{name}@{recorded['version']}"
    return {
        "type": "library", "bom-ref": address, "name": name, "version": recorded["version"], "purl": address,
        "licenses": [{"expression": "MIT"}],
        "properties": [{"name": "sharewell:integrity", "value": recorded["integrity"]}],
    }  # fmt: skip


@dataclass(frozen=True)
class Audit:
    """What a service knew: `asked` packages of which it knew `known`, and the weaknesses it told of."""

    service: str
    asked: int
    known: int
    weaknesses: tuple[str, ...]

    @property
    def is_done(self) -> bool:
        """Whether it says anything: a service that knows none of the packages has checked nothing."""
        return self.known == self.asked > 0

    def words(self) -> str:
        """One line for the person who asked."""
        if self.weaknesses:
            return f"Known weaknesses ({self.service}): " + "; ".join(self.weaknesses)
        if self.is_done:
            return f"No weakness is known of the {self.asked} packages ({self.service})."
        return (
            f"NOT CHECKED for known weaknesses: of {self.asked} packages {self.service} could look up "
            f"{self.known}. Run it where the advisory services can be reached."
        )


def audit(listed: str = "development") -> Audit:
    """Ask the advisory services in turn, until one knows every package."""
    for service in SERVICES:
        found = _asked_of(service, listed)
        if found.is_done or found.weaknesses:
            return found
    return found


def _asked_of(service: str, listed: str) -> Audit:
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(HERE / f"{listed}.txt")]
    command += ["--require-hashes", "--disable-pip", "--progress-spinner", "off", "--format", "json"]
    said = subprocess.run(
        [*command, "--vulnerability-service", service, "--timeout", "5"], capture_output=True, text=True
    )
    return read_audit(service, len(pinned(listed)), said.stdout)


def read_audit(service: str, asked: int, said: str) -> Audit:
    """What pip-audit said in JSON. It counts a package that the service does not know as nothing wrong."""
    try:
        told = json.loads(said)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Audit(service, asked, 0, ())
    known = [each for each in told if "skip_reason" not in each]
    weak = [
        f"{each['name']} {each['version']}: {', '.join(one['id'] for one in each['vulns'])}"
        for each in known
        if each.get("vulns")
    ]
    # Packages for another kind of machine are not asked about here.
    return Audit(service, min(asked, len(told)) if told else asked, len(known), tuple(weak))


def main() -> int:
    """Exit 0: told or nothing known. 1: a weakness is known. 3: no service could be asked."""
    parser = argparse.ArgumentParser(prog="requirements.supply", description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["sbom", "audit"])
    if parser.parse_args().what == "sbom":
        sys.stdout.write(sbom())
        return 0
    found = audit()
    print(found.words())
    return 1 if found.weaknesses else 0 if found.is_done else 3


if __name__ == "__main__":
    sys.exit(main())
