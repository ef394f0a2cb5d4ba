"""What the source never does, whoever types what; and where it uses cryptography at all."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

SOURCE = Path(settings.SOURCE)
MODULES = sorted(SOURCE.glob("**/*.py"))
NEVER_CALLED = {"eval", "exec", "compile", "__import__", "mark_safe", "SafeString", "Markup", "md5", "sha1"}
NEVER_CALLED |= {"system", "popen", "getoutput", "extra", "RawSQL"}
NEVER_IMPORTED = {"pickle", "marshal", "shelve", "dill", "yaml", "random", "xml", "code", "codeop"}
CRYPTOGRAPHY = {
    "cryptography", "hashlib", "hmac", "secrets", "jwt", "pyrage", "django.utils.crypto", "rfc3161_client",
}  # fmt: skip
# Outside the rooms made for it (sealing, ledger). A module that is not here fails, until somebody has looked.
USES_CRYPTOGRAPHY = [
    "config/backups", "config/freezing", "config/lanes", "config/secret", "config/sessions", "config/walls",
    "domain/agreements/actions/registering", "domain/agreements/documents/content", "domain/audit/refuge",
    "domain/audit/stamping", "domain/decisions/models", "domain/deliveries/actions/attaching",
    "domain/deliveries/cautions", "domain/deliveries/packages", "domain/dpias/contents", "domain/dpias/law",
    "domain/learning/freezing",
    "domain/organisations/models", "domain/organisations/second_steps",
    "domain/secrets_of_links", "domain/versions", "rules/files", "rules/publishing/linked",
    "web/accounts/sign_on/people", "web/accounts/sign_on/protocol", "web/accounts/sign_on/views",
    "web/accounts/known_browsers", "web/accounts/step_up",
]  # fmt: skip


def imported(tree):
    """Every module that is imported, by its whole name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def amiss(tree):
    """What of a module must not be there."""
    for node in (each for each in ast.walk(tree) if isinstance(each, ast.Call)):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name in NEVER_CALLED and (name != "compile" or isinstance(node.func, ast.Name)):
            yield f"line {node.lineno}: {ast.unparse(node.func)}"
        if any(each.arg == "shell" for each in node.keywords):
            yield f"line {node.lineno}: a shell"
    yield from (name for name in imported(tree) if name.split(".")[0] in NEVER_IMPORTED)


def tree_of(path):
    return ast.parse(path.read_text("utf-8"))


def test_nothing_is_run_from_text_unpickled_or_marked_safe_and_no_shell_is_started():
    assert len(MODULES) > 300
    assert [(str(path), what) for path in MODULES for what in amiss(tree_of(path))] == []


@pytest.mark.parametrize(
    "line",
    ["eval(x)", "run(x, shell=True)", "import pickle", "mark_safe(x)", "hashlib.md5(x)", "os.system(x)"],
)
def test_it_would_be_seen(line):
    assert list(amiss(ast.parse(line)))


def test_cryptography_is_used_where_somebody_has_looked_and_nowhere_else():
    using = {
        str(path.relative_to(SOURCE).with_suffix(""))
        for path in MODULES
        if any(name in CRYPTOGRAPHY or name.split(".")[0] in CRYPTOGRAPHY for name in imported(tree_of(path)))
    }
    assert {each for each in using if not each.startswith(("sealing/", "ledger/"))} == set(USES_CRYPTOGRAPHY)


def test_no_template_of_a_page_writes_what_is_not_escaped():
    pages = sorted(SOURCE.glob("**/templates/**/*.html"))
    assert len(pages) > 50
    unescaped = re.compile(
        r"\|\s*safe\b|autoescape|<script(?![^>]*application/json)[^>]*>[^<]|\son\w+=|\sstyle="
    )
    assert [str(page) for page in pages if unescaped.search(page.read_text("utf-8"))] == []


def test_no_script_of_ours_makes_markup_or_code_of_text():
    scripts = [path for path in SOURCE.glob("**/*.js") if path.parent.name != "vendor"]
    assert len(scripts) >= 4
    never = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser"
        r"|localStorage|sessionStorage|indexedDB|postMessage|document\.cookie"
    )
    assert [str(path) for path in scripts if never.search(path.read_text("utf-8"))] == []
