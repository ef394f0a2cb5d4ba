"""The steps of one life of a process, numbered; and what goes wrong at some of them.

A step is an SQL statement, a commit (before and after), a verb of SMTP (before it is sent, after it was
answered), a moment of an HTTP exchange, and, where a C compiler is at hand (`calls.py`), each call of the
system on a file: opening it to write, writing, syncing, cutting, renaming, removing. SQLite's own writes are
among them.
"""

import errno
import mmap
import os
import re
import signal
import smtplib
import socket
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

FILES = {"open", "write", "sync", "cut", "rename", "remove"}
LINES = {"smtp", "http"}
TORN = -1

# What each fault can strike; nothing listed: any step at all.
STRIKES = {
    "kill": set(),
    "pause": set(),
    "clock": set(),
    "full": {"write"},
    "readonly": {"open", "write", "rename", "remove", "cut"},
    "io": {"write", "sync", "cut"},
    "torn": {"write"},
    "reset": LINES,
}
LASTING = {"full": errno.ENOSPC, "readonly": errno.EROFS}  # until the process ends
DEADLY = {"kill", "torn"}


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong at the first step from `at` on that it can strike. As text: `kill@17`,
    `clock-3600@17` (seconds that the clock is set on or back).
    """

    name: str
    at: int
    by: int = 0

    def __str__(self):
        return f"{self.name}{f'{self.by:+d}' if self.by else ''}@{self.at}"

    @classmethod
    def read(cls, text):
        name, by, at = re.fullmatch(r"([a-z]+)([+-]\d+)?@(\d+)", text).groups()
        if name not in STRIKES:
            raise ValueError(f"no fault is called {name!r}; there are {', '.join(STRIKES)}")
        return cls(name, int(at), int(by or 0))


class Board:
    """Memory that a life shares with whoever started it, and that outlives it."""

    ROOM = 1 << 16
    KINDS = ("sql", "commit", "smtp", "http", "open", "write", "sync", "cut", "rename", "remove")

    def __init__(self):
        self._memory = mmap.mmap(-1, self.ROOM)
        self.clear()

    def clear(self):
        self._memory[:8] = bytes(8)

    def _number(self, at, value=None):
        if value is not None:
            struct.pack_into("<H", self._memory, at, value)
        return struct.unpack_from("<H", self._memory, at)[0]

    @property
    def count(self):
        return self._number(0)

    @property
    def struck(self):
        """How many of the faults happened."""
        return self._number(2)

    @property
    def is_idle(self):
        return bool(self._number(4))

    def idle(self, is_so):
        self._number(4, int(is_so))

    def strike(self):
        self._number(2, self.struck + 1)

    def step(self, kind):
        number = self.count + 1
        self._number(0, number)
        if 8 + number < self.ROOM:
            self._memory[8 + number] = self.KINDS.index(kind)
        return number

    @property
    def trace(self):
        """The kind of each step, in order."""
        return [self.KINDS[each] for each in self._memory[9 : 9 + self.count]]


class Steps:
    """Counts the steps of this process, and lets happen what was planned for them."""

    def __init__(self, faults, board):
        self.waiting, self.board = sorted(faults, key=lambda fault: fault.at), board
        self.lasting = None

    def step(self, kind, line=None):
        """One step. An errno where a file's call must fail, TORN where half may be written, otherwise 0."""
        if kind == "torn":  # the half is written
            os.kill(os.getpid(), signal.SIGKILL)
        number = self.board.step(kind)
        for fault in [each for each in self.waiting if each.at <= number]:
            if not STRIKES[fault.name] or kind in STRIKES[fault.name]:
                self.waiting.remove(fault)
                self.board.strike()
                said = self._let(fault, line)
                if said:
                    return said
        if self.lasting and kind in STRIKES[self.lasting]:
            return LASTING[self.lasting]
        return 0

    def _let(self, fault, line):
        if fault.name == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        elif fault.name == "pause":
            os.kill(os.getpid(), signal.SIGSTOP)
        elif fault.name == "clock":
            step_clock(fault.by)
        elif fault.name == "reset" and line is not None:
            cut(line)
        elif fault.name in LASTING:
            self.lasting = fault.name
        return {"io": errno.EIO, "torn": TORN}.get(fault.name, 0)

    def watch(self):
        """From now on every statement, commit and verb of mail in this process is a step."""
        from django.db import connection
        from django.db.backends.base.base import BaseDatabaseWrapper

        def wrapper(execute, sql, params, many, context):
            self.step("sql")
            return execute(sql, params, many, context)

        connection.execute_wrappers.append(wrapper)
        self._around(BaseDatabaseWrapper, "_commit", "commit")
        for verb in ("putcmd", "getreply", "send"):
            self._around(smtplib.SMTP, verb, "smtp")

    def _around(self, owner, name, kind):
        plain = getattr(owner, name)

        def watched(mine, *args, **kwargs):
            self.step(kind, getattr(mine, "sock", None))
            got = plain(mine, *args, **kwargs)
            self.step(kind, getattr(mine, "sock", None))
            return got

        setattr(owner, name, watched)


def cut(line):
    """Reset a connection, as a firewall or a machine that fell over does."""
    try:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        line.close()
    except OSError:
        pass  # it was closed already


def step_clock(seconds):
    """Set this process's clock on, or back."""
    import time_machine

    time_machine.travel(datetime.now(UTC) + timedelta(seconds=seconds), tick=True).start()
