"""The server: gunicorn with one process of many threads, and the worker beside them."""

import socket
import threading
from typing import Any

from django.core.wsgi import get_wsgi_application
from gunicorn import util
from gunicorn.app.base import BaseApplication
from gunicorn.workers.gthread import ThreadWorker

from sharewell import rules
from sharewell.config.headers import ALWAYS, NOTHING_RUNS
from sharewell.config.worker import Workers


class Threads(ThreadWorker):
    """gunicorn's own, but for what it writes down of a request that it could not read or answer."""

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
        "Content-Security-Policy": NOTHING_RUNS,
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    util.write_nonblock(sock, f"HTTP/1.1 {status} {reason}\r\n{head}\r\n".encode("latin-1") + words)


util.write_error = _refuse


class Server(BaseApplication):
    """Serves the pages at `bind`; `has_worker` also does the chores in the first process."""

    def __init__(self, bind: str, processes: int, threads: int, has_worker: bool) -> None:
        self.given = {
            "bind": bind,
            "workers": processes,
            "threads": threads,
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
        return get_wsgi_application()


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
