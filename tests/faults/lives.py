"""A life: a process that is forked, does its work, says what it did, and is killed or stopped on the way."""

import json
import os
import signal
import threading
import traceback
from dataclasses import dataclass, field

from tests.faults import calls
from tests.faults.steps import Board, Steps

LONGEST = 90  # seconds; then it is taken for hung
LONGEST_PAUSE = 1  # second; what it stopped in the middle of, SQLite waits for as long as ten


@dataclass
class Life:
    """What is known of a life that is over. `said` is what it acknowledged to the outside while it lasted."""

    said: list = field(default_factory=list)
    is_killed: bool = False
    struck: int = 0
    trace: list = field(default_factory=list)


class Hung(Exception):
    """A life did not end by itself."""


def live(act, faults=(), folder=None, meanwhile=None):
    """Let `act(say)` live in a process of its own, with these faults; `meanwhile` runs while it is stopped.

    `say` tells the outside at once: what it was told is known even where the life is killed right after.
    """
    board = Board()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _work(act, Steps(faults, board), folder, writing)
    os.close(writing)
    is_killed = _wait(pid, meanwhile)
    with os.fdopen(reading, "rb") as pipe:
        said = [json.loads(line) for line in pipe.read().splitlines()]
    if died := [each["died"] for each in said if "died" in each]:
        raise SystemExit("a life ended by a fault of its own:\n" + died[0])
    return Life(said, is_killed, board.struck, board.trace)


def _work(act, steps, folder, writing):
    def say(**what):
        os.write(writing, json.dumps(what).encode() + b"\n")

    code = 0
    try:
        signal.alarm(LONGEST)
        steps.watch()
        if folder is not None:
            calls.arm(folder, steps.step)
        act(say, steps)
    except BaseException:
        say(died=traceback.format_exc()[-4000:])
        code = 1
    os._exit(code)  # as it falls: no connection is closed tidily


def _wait(pid, meanwhile):
    """Until it is over: whether it was killed."""
    while True:
        _pid, status = os.waitpid(pid, os.WUNTRACED)
        if not os.WIFSTOPPED(status):
            break
        woken_after(pid, meanwhile)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM:
        raise Hung
    return os.WIFSIGNALED(status)


def woken_after(pid, meanwhile):
    """Wake a stopped process once `meanwhile` is over, or soon: it may hold what the other waits for."""
    alarm = threading.Timer(LONGEST_PAUSE, os.kill, (pid, signal.SIGCONT))
    alarm.start()
    if meanwhile is not None:
        meanwhile()
    alarm.cancel()
    os.kill(pid, signal.SIGCONT)
