"""The server: gunicorn with one process of many threads, and the worker beside them."""

import threading
from typing import Any

from django.core.wsgi import get_wsgi_application
from gunicorn.app.base import BaseApplication

from sharewell import rules
from sharewell.config.worker import Worker


class Server(BaseApplication):
    """Serves the pages at `bind`; `has_worker` also does the chores in the first process."""

    def __init__(self, bind: str, processes: int, threads: int, has_worker: bool) -> None:
        self.given = {
            "bind": bind,
            "workers": processes,
            "threads": threads,
            "worker_class": "gthread",
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
    process.chores = Worker()
    process.chores.start()


def _stop_worker(_: Any, process: Any) -> None:
    if hasattr(process, "chores"):
        process.chores.stop()
