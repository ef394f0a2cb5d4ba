"""Writes the pages of the reference that are made from the code.

    python -m docs.from_code            writes them
    python -m docs.from_code --check    says which have drifted, and exits 1 if any has

| page | made from |
|---|---|
| reference/settings.md | config/settings.py, through config/environment.py |
| reference/commands.md | the command line and the management commands, by their own help |
| reference/events.md | domain/audit/kinds.py |
| reference/routes.md | config/urls.py and config/sign_in.py |
| reference/vocabulary.md | rules/publishing/: vocabulary.toml, and vocabulary.py over the rule data |
"""

import argparse
import os
import pkgutil
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

REFERENCE = Path(__file__).resolve().parent / "reference"
MADE = "<!-- Made by docs/from_code.py. Do not edit by hand. -->"


def start() -> None:
    """Read the product's settings, with every page of it, in a folder that is thrown away."""
    os.environ.setdefault("SHAREWELL_HOME", tempfile.mkdtemp(prefix="sharewell-docs-"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sharewell.config.settings")
    import django

    django.setup()


def settings_page() -> str:
    """Every setting that a deployer can give."""
    from sharewell.config.environment import described

    rows = [f"| `{each.name}` | {each.rests_at or 'nothing'} | {each.words} |" for each in described]
    return page(
        "Settings",
        "Each is an environment variable, read once at the start. One that cannot be understood stops "
        "the start, and says what it takes. `sharewell doctor` says which do not fit together.",
        *table("Name", "Rests at", "What it is for", rows=rows),
    )


def commands_page() -> str:
    """Every command that `sharewell` takes."""
    from sharewell.cli import OFFLINE

    offline = [f"| `sharewell {name}` | {words} |" for name, words in OFFLINE.items()]
    service = [f"| `sharewell {name}` | {words} |" for name, words in sorted(service_commands().items())]
    return page(
        "Commands",
        "Each takes `--help`. These need neither a database nor a network:",
        *table("Command", "What it does", rows=offline),
        "These belong to the service (`pip install 'sharewell[service]'`), as do Django's own, "
        "which `sharewell commands` lists:",
        *table("Command", "What it does", rows=service),
    )


def service_commands() -> dict[str, str]:
    """Our own management commands, with their help."""
    from django.core.management import load_command_class

    from sharewell.config.management import commands

    names = [module.name for module in pkgutil.iter_modules(commands.__path__)]
    return {name: load_command_class("sharewell.config", name).help for name in names}


def events_page() -> str:
    """Every kind of event in the log."""
    from sharewell.domain.audit.kinds import KINDS

    rows = [f"| `{kind}` | {words.en} | {words.cy} |" for kind, words in sorted(KINDS.items())]
    return page(
        "Events",
        "What the log can hold. An event names its kind, its moment, who did it and what it is about, "
        "by ids alone, with salted commitments to what may have to be proved. A kind is never renamed or "
        "used again.",
        *table("Kind", "In English", "In Welsh", rows=rows),
    )


def routes_page() -> str:
    """Every address of the service, and why the open ones are open."""
    from sharewell.config.sign_in import why_open

    rows = [
        f"| `/{address}` | {name} | {why_open(name) or 'asks for sign-in'} |"
        for address, name in routes()
        if name
    ]
    return page(
        "Addresses",
        "Every page asks for sign-in, but those that say here why not. Each stands under `/cy/` in Welsh. "
        "Reading one (GET) changes nothing that anybody recorded.",
        *table("Address", "Name", "Open to anybody because it is", rows=rows),
    )


def routes() -> Iterator[tuple[str, str]]:
    """The address and the name of every page, in the order in which they are tried."""
    from django.urls import get_resolver

    yield from _under(get_resolver(), "", ())


def _under(resolver: object, before: str, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        address = before + _address(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            inner = (*names, pattern.namespace) if pattern.namespace else names
            yield from _under(pattern, address, inner)
        else:
            yield address, ":".join((*names, pattern.name or ""))


def _address(pattern: object) -> str:
    # A regular expression (allauth has some) is shown without its anchors.
    return str(pattern).removeprefix("^").removesuffix("$").removesuffix("\\Z")


def vocabulary_page() -> str:
    """Every term of the extension vocabulary, and every term of others that the published rules use."""
    import json

    from sharewell import rules
    from sharewell.rules.publishing.terms import vocabulary

    published = rules.publish(rules.current())
    nodes = json.loads(published["vocabulary.jsonld"])["@graph"]
    both = (published["rules.jsonld"] + published["vocabulary.jsonld"]).decode()
    context = json.loads(published["rules.jsonld"])["@context"]
    theirs = {
        name: sorted(set(re.findall(rf'"({name}:[A-Za-z0-9-]+)"', both)))
        for name in vocabulary()["namespaces"]
        if name not in ("xsd", "rdf")
    }
    paragraphs = [
        "What `vocabulary.jsonld` defines and `rules.jsonld` uses. How the two files are made, and what they "
        "are for, is told in [The rules for other programs](rules-for-programs.md).",
        f"**{vocabulary()['vocabulary']['note']['en']}** The prefix `sw:` stands for "
        f"`{vocabulary()['vocabulary']['iri']}`.",
        "## Terms of others",
        "Only terms that are published are used: DPV 2 and its EU GDPR extension, ODRL 2.2, Dublin Core, "
        "DCAT and SKOS. The article terms are those of the EU's regulation: ours are *like* them "
        "(`skos:closeMatch`), and are the same law only for days before 2021.",
        *table(
            "Prefix",
            "Namespace",
            "Terms used",
            rows=[
                f"| `{name}:` | `{context[name]}` | {', '.join(f'`{term}`' for term in terms)} |"
                for name, terms in theirs.items()
                if terms
            ],
        ),
    ]
    for words, wanted in VOCABULARY_PARTS.items():
        rows = [_term_row(node) for node in nodes if _is_kind(node, wanted)]
        paragraphs += [f"## {words}", *table("Term", "In English", "In Welsh", "Specialises", rows=rows)]
    return page("The extension vocabulary", *paragraphs)


VOCABULARY_PARTS = {
    "Classes": "rdfs:Class",
    "Properties": "rdf:Property",
    "Single terms": None,
    "Schemes": "skos:ConceptScheme",
    "Facts": "sw:Fact",
    "Values": "skos:Concept",
}


def _is_kind(node: dict, wanted: str | None) -> bool:
    kinds = [node["@type"]] if isinstance(node["@type"], str) else node["@type"]
    if wanted:
        return wanted in kinds and ":vocabulary" not in node["@id"]
    return not {*kinds} & {*filter(None, VOCABULARY_PARTS.values())}


def _term_row(node: dict) -> str:
    said = [
        f"{node['title'][lang]}{': ' + node['text'][lang] if 'text' in node else ''}" for lang in ("en", "cy")
    ]
    linked = [node.get(name, []) for name in ("subClassOf", "specialises", "like", "related", "includedIn")]
    named = [each for value in linked for each in ([value] if isinstance(value, str) else value)]
    return f"| `{node['@id']}` | {said[0]} | {said[1]} | {', '.join(f'`{each}`' for each in named)} |"


def page(title: str, *paragraphs: str) -> str:
    """A page of Markdown."""
    return "\n\n".join([f"# {title}", MADE, *paragraphs]) + "\n"


def table(*heads: str, rows: list[str]) -> list[str]:
    """A table of Markdown, as one paragraph."""
    return ["\n".join(["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|", *rows])]


PAGES = {
    "settings.md": settings_page,
    "commands.md": commands_page,
    "events.md": events_page,
    "routes.md": routes_page,
    "vocabulary.md": vocabulary_page,
}


def drifted() -> list[str]:
    """The pages that are not what the code says now."""
    return [
        name
        for name, make in PAGES.items()
        if not (REFERENCE / name).exists() or (REFERENCE / name).read_text("utf-8") != make()
    ]


def main() -> int:
    """Write the pages, or say which have drifted."""
    parser = argparse.ArgumentParser(
        description="Writes the pages of the reference that are made from the code."
    )
    parser.add_argument("--check", action="store_true", help="write nothing; say what has drifted")
    is_check = parser.parse_args().check
    start()
    if is_check:
        names = drifted()
        for name in names:
            print(f"docs/reference/{name} has drifted: run python3 dev.py docs")
        return 1 if names else 0
    REFERENCE.mkdir(exist_ok=True)
    for name, make in PAGES.items():
        (REFERENCE / name).write_text(make(), "utf-8")
        print(f"docs/reference/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
