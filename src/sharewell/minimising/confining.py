"""Giving up what a process does not need before it looks at a stranger's file.

Three walls, each of which stands where the system has it: a network of its own with nothing in it, a filter
by which the kernel refuses to open a connection or to start a program, and limits of memory, time and size.
"""

import contextlib
import ctypes
import errno
import platform
import struct
import subprocess
import sys

from .limits import Limits

try:
    import resource
except ImportError:  # no such limits on Windows: there only the clock stops it
    resource = None  # type: ignore[assignment]

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_SET_FILTER, _NO_NEW_PRIVILEGES, _FILTER_MODE = 22, 38, 2
_LOAD, _EQUALS, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_OTHER_NUMBERS = 0x40000000  # the same calls once more, under numbers from here on
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000 | errno.EPERM, 0x80000000
_NUMBER_AT, _MACHINE_AT = 0, 4
# By machine: its number for the kernel, then its numbers of socket, connect, execve, execveat, ptrace and
# io_uring_setup, which opens connections by another door.
_REFUSED = {
    "x86_64": (0xC000003E, (41, 42, 59, 322, 101, 425)),
    "aarch64": (0xC00000B7, (198, 203, 221, 281, 117, 425)),
}


def confine(limits: Limits) -> None:
    """Give up network, programs, privileges, memory and time, as far as this system lets a process."""
    close_network()
    refuse_calls()
    if resource:
        for name, most in [
            ("RLIMIT_AS", limits.memory),
            ("RLIMIT_CPU", limits.seconds),
            ("RLIMIT_FSIZE", limits.result),
            ("RLIMIT_CORE", 0),
            ("RLIMIT_NOFILE", 64),
        ]:
            with contextlib.suppress(ValueError, OSError, AttributeError):
                resource.setrlimit(getattr(resource, name), (most, most))


def close_network() -> bool:
    """Move this process into a network with nothing in it. Says whether the kernel let it."""
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    return bool(libc.unshare(_NEW_NETWORK) == 0 or libc.unshare(_NEW_USER | _NEW_NETWORK) == 0)


def refuse_calls() -> bool:
    """Have the kernel refuse connections and programs to this process for good. Says whether it does."""
    known = _REFUSED.get(platform.machine()) if sys.platform == "linux" else None
    if known is None:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    code = b"".join(struct.pack("=HBBI", *step) for step in _filter(*known))
    kept = ctypes.create_string_buffer(code)
    program = struct.pack("@HP", len(code) // 8, ctypes.addressof(kept))
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    return bool(libc.prctl(_SET_FILTER, _FILTER_MODE, program, 0, 0) == 0)


def _filter(machine: int, calls: tuple[int, ...]) -> list[tuple[int, int, int, int]]:
    """The steps of the filter: (what, how far to jump if so, and if not, value)."""
    steps = [(_LOAD, 0, 0, _MACHINE_AT), (_EQUALS, 1, 0, machine), (_RETURN, 0, 0, _KILL)]
    steps += [(_LOAD, 0, 0, _NUMBER_AT), (_AT_LEAST, len(calls) + 1, 0, _OTHER_NUMBERS)]
    steps += [(_EQUALS, len(calls) - n, 0, call) for n, call in enumerate(calls)]
    return [*steps, (_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]


def walls() -> set[str]:
    """Which walls stand on this system: "network" and "calls". Tried in a process of its own."""
    tried = f"from {__name__} import close_network, refuse_calls\nprint(close_network(), refuse_calls())"
    done = subprocess.run([sys.executable, "-c", tried], capture_output=True, text=True, check=False)
    stands = done.stdout.split()
    return {name for name, said in zip(("network", "calls"), stands, strict=False) if said == "True"}
