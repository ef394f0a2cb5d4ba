"""The server: gunicorn with one process of many threads, and the worker beside them."""

import contextlib
import errno
import socket
import threading
import time
from collections import Counter
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from gunicorn import util
from gunicorn.app.base import BaseApplication
from gunicorn.workers.gthread import ThreadWorker

from sharewell import rules
from sharewell.config.headers import ALWAYS, NOTHING_RUNS, OVER_TLS
from sharewell.config.lanes import READERS, Lanes
from sharewell.config.worker import Workers

SECONDS, SLOWEST = 20, 50_000  # for a request to come whole, and for each so many bytes of its body
AT_LEAST = 1.0  # seconds that everybody has, however many send slowly
MOST_OF_ONE = 24  # requests of one address that are being read or answered; our own proxy may have more


class Hurried(socket.socket):
    """A connection whose request must have come whole within a time, however it drips."""

    began: float = 0.0
    until: float | None = None  # nothing once the request has come whole

    def hurry(self) -> None:
        """A request begins."""
        self.began = time.monotonic()
        self.until = self.began + SECONDS

    def rest(self) -> None:
        """It has come whole."""
        self.until = None

    def allow(self, length: int) -> None:
        """So many bytes of body are to come, by a slow line."""
        if self.until is not None:
            self.until += length / SLOWEST

    def recv(self, *args: Any) -> bytes:
        """As any other, until the time is over; then as if the other side had gone."""
        if self.until is None or not self.getblocking() and self.gettimeout() == 0:
            return super().recv(*args)
        self.settimeout(max(self.until - time.monotonic(), 0.001))
        try:
            return super().recv(*args)
        except TimeoutError as error:
            raise ConnectionResetError(errno.ECONNRESET, "the request came too slowly") from error
        finally:
            self.settimeout(None)


class Threads(ThreadWorker):
    """gunicorn's own, but that no sender can hold all its threads, and for what it writes down of a request
    that it could not read or answer.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held: Counter[str] = Counter()
        self._reading: set[Hurried] = set()
        self._counting = threading.Lock()

    def enqueue_req(self, conn: Any) -> None:
        """Before a connection waits for a thread, make room: whoever sends slowly goes first."""
        self._make_room()
        super().enqueue_req(conn)

    def _make_room(self) -> None:
        """Where half of the reading threads are held, let go of those that have been held longest."""
        with self._counting:
            slow = [sock for sock in self._reading if sock.until is not None]
        if len(slow) < READERS // 2:
            return
        for sock in sorted(slow, key=lambda sock: sock.began)[: len(slow) - READERS // 4]:
            if time.monotonic() - sock.began > AT_LEAST:
                with contextlib.suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)

    def handle(self, conn: Any) -> Any:
        """Read a request and answer it, unless this address has too many being read already."""
        address = conn.client[0] if isinstance(conn.client, tuple) else ""
        if not self._may_hold(address):
            return False
        try:
            if not isinstance(conn.sock, Hurried):
                conn.sock = Hurried(fileno=conn.sock.detach())
            conn.sock.hurry()
            with self._counting:
                self._reading.add(conn.sock)
            return super().handle(conn)
        finally:
            with self._counting:
                self._held[address] -= 1
                self._reading.discard(conn.sock)

    def _may_hold(self, address: str) -> bool:
        with self._counting:
            if self._held[address] >= MOST_OF_ONE and not settings.BEHIND_PROXY:
                return False
            self._held[address] += 1
            return True

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: Exception) -> None:
        """Answer with an error; without the request, whose address may hold a link's secret, in the log."""
        super().handle_error(None, client, addr, exc)


def _refuse(sock: socket.socket, status: int, reason: str, _: str) -> None:
    """What is said where no page could be asked: a page's headers, and nothing of what was sent."""
    words = f"{reason}\n".encode()
    lines = {
        "Connection": "close",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": str(len(words)),
        **ALWAYS,
        **OVER_TLS,
        "Content-Security-Policy": NOTHING_RUNS,
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    util.write_nonblock(sock, f"HTTP/1.1 {status} {reason}\r\n{head}\r\n".encode("latin-1") + words)


util.write_error = _refuse


class Server(BaseApplication):
    """Serves the pages at `bind`; `has_worker` also does the chores in the first process."""

    def __init__(self, bind: str, processes: int, threads: int, has_worker: bool) -> None:
        self.pages = threads  # how many are answered at once; many more are being read
        self.given = {
            "bind": bind,
            "workers": processes,
            "threads": threads + READERS,
            "worker_class": Threads,
            "timeout": 120,
            "graceful_timeout": 15,
            "loglevel": "error",
            "control_socket_disable": True,
            "proc_name": "sharewell",
            "post_worker_init": _start_worker if has_worker else _warm_up,
            "worker_exit": _stop_worker,
        }
        super().__init__()

    def load_config(self) -> None:
        """Give gunicorn our settings; it reads no others."""
        for name, value in self.given.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The pages."""
        return Lanes(get_wsgi_application(), self.pages)


def _warm_up(_: Any) -> None:
    """Have the rules ready before anybody asks: putting the questions in order takes a second once."""
    threading.Thread(target=_put_first_questions_in_order, daemon=True).start()


def _put_first_questions_in_order() -> None:
    ruleset = rules.current()
    for answer in ruleset.questions({})[0]["answers"]:
        ruleset.questions({"worry": {"risk": answer["value"]}})


def _start_worker(process: Any) -> None:
    _warm_up(process)
    process.chores = Workers()
    process.chores.start()


def _stop_worker(_: Any, process: Any) -> None:
    if hasattr(process, "chores"):
        process.chores.stop()
