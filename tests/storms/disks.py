"""A small disk of our own, where the machine lets us make one: it can be filled to the last byte and turned
read-only.

It is a tmpfs in a mount namespace, which root can make, and on most machines anybody (in a user namespace).
Commands run inside; nobody outside sees the mount. In a container that forbids both there is none, and the
tests fall back to what they say they fall back to.
"""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path


@cache
def can_be_made() -> bool:
    """Whether this machine lets us mount."""
    if not (shutil.which("unshare") and shutil.which("nsenter")):
        return False
    tried = subprocess.run([*_unshare(), "sh", "-c", "mount -t tmpfs none /mnt"], capture_output=True)
    return tried.returncode == 0


def _unshare() -> list[str]:
    return ["unshare", "--mount", *([] if os.getuid() == 0 else ["--map-root-user"])]


class Disk:
    """A disk at `path`, seen by what `run` starts."""

    def __init__(self, path: Path, holder: int) -> None:
        self.path, self.holder = path, holder

    def run(self, command: Sequence[str], **how: object) -> subprocess.CompletedProcess[str]:
        """Run a command that sees the disk, and wait."""
        return subprocess.run([*self.enter(), *command], **{"capture_output": True, "text": True} | how)

    def enter(self) -> list[str]:
        """The words before a command that is to see the disk."""
        user = [] if os.getuid() == 0 else ["--user", "--preserve-credentials"]
        return ["nsenter", "--target", str(self.holder), "--mount", *user, f"--wd={Path.cwd()}", "--"]

    def turn(self, how: str) -> None:
        """Turn it read-only (`ro`) or back (`rw`)."""
        done = self.run(["mount", "-o", f"remount,bind,{how}", str(self.path)])
        assert done.returncode == 0, done.stderr

    def fill(self) -> None:
        """Fill it to the last byte."""
        self.run(["sh", "-c", f"cat /dev/zero > {self.path}/filler"])
        self.run(["sh", "-c", f"head -c 4096 /dev/zero >> {self.path}/filler"])


@contextmanager
def small_disk(path: Path, megabytes: int) -> Iterator[Disk]:
    """A disk of so many megabytes at an empty folder, which is gone afterwards."""
    mount = f"mount -t tmpfs -o size={megabytes}m,mode=700 none {path} && echo mounted && exec sleep 3600"
    holder = subprocess.Popen(
        [*_unshare(), "sh", "-c", mount], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        assert holder.stdout and holder.stdout.readline() == "mounted\n"
        yield Disk(path, holder.pid)
    finally:
        os.killpg(holder.pid, signal.SIGKILL)
        holder.communicate()
