"""The server: gunicorn with one process of many threads, and the worker beside them."""

from typing import Any

from django.core.wsgi import get_wsgi_application
from gunicorn.app.base import BaseApplication

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
        }
        if has_worker:
            self.given |= {"post_worker_init": _start_worker, "worker_exit": _stop_worker}
        super().__init__()

    def load_config(self) -> None:
        """Give gunicorn our settings; it reads no others."""
        for name, value in self.given.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The pages."""
        return get_wsgi_application()


def _start_worker(process: Any) -> None:
    process.chores = Worker()
    process.chores.start()


def _stop_worker(_: Any, process: Any) -> None:
    if hasattr(process, "chores"):
        process.chores.stop()
