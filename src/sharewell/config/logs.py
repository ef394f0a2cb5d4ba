"""Logs that name no one: no addresses of pages, no messages of errors that could hold what somebody typed."""

import logging
import traceback
from types import TracebackType

_ErrorInfo = tuple[type[BaseException], BaseException, TracebackType | None]


class NamesNoOne(logging.Formatter):
    """Writes where an error happened and of which kind, but not its message, which may quote a case."""

    def formatException(self, ei: _ErrorInfo) -> str:
        kind, _, trace = ei
        return "".join(traceback.format_tb(trace)) + f"{kind.__module__}.{kind.__qualname__}"


class WithoutAddresses(logging.Filter):
    """Takes the address of the page out of Django's own lines: a link's secret may be part of it.

    In its place stands the page's name, and the number of the person who asked; so each look that was refused
    leaves a line.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if request is not None:
            match = getattr(request, "resolver_match", None)
            where = match.view_name if match else "no page"
            who = getattr(getattr(request, "user", None), "pk", None)
            said = f"{getattr(record, 'status_code', '')} {request.method} {where}"
            record.msg, record.args = f"{said} by {who}" if who else said, ()
        return True


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_addresses": {"()": WithoutAddresses}},
    "formatters": {
        "names_no_one": {"()": NamesNoOne, "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {
        "standard_error": {
            "class": "logging.StreamHandler",
            "formatter": "names_no_one",
            "filters": ["without_addresses"],
        }
    },
    "root": {"handlers": ["standard_error"], "level": "WARNING"},
    "loggers": {
        "sharewell": {"level": "INFO"},
        # Replaces Django's own handlers, one of which would mail the whole request.
        "django": {"handlers": ["standard_error"], "level": "WARNING", "propagate": False},
        "django.server": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
