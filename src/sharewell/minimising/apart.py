"""Cleaning and reading in a process of its own, which may use little, reach nothing and write nowhere.

The process reads a file from standard input and writes one line of JSON, then the blobs whose lengths it
names. What comes back is data to be checked, never code: no pickles.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from .cleaning import CONTENT_TYPES, CleanFile, clean_file
from .confining import confine
from .limits import LIMITS, Limits
from .reading import Block, FileUnread, Reading, read_document
from .refusing import FileRefused

Told = TypeVar("Told")
PROGRAM = f"from {__name__} import main; main()"


def clean_file_apart(data: bytes, name: str = "", limits: Limits = LIMITS) -> CleanFile:
    """`clean_file` in a process with limits of time, memory and reach. The name is never used.

    A file that takes too long, too much, or brings the process down is refused like any other.
    """
    return _apart("clean", data, limits, _read)


def read_document_apart(data: bytes, limits: Limits = LIMITS) -> Reading:
    """`read_document` in the same way: raises FileUnread."""
    try:
        return _apart("read", data, limits, _read_blocks)
    except FileRefused as refused:
        raise FileUnread(refused.reason, **refused.facts) from None


def _apart(job: str, data: bytes, limits: Limits, read: Callable[[BinaryIO], Told]) -> Told:
    if len(data) > limits.size:
        raise FileRefused("too-big", size=round(len(data) / 1e6, 1), limit=limits.size // 1_000_000)
    with _scratch() as out:
        command = [sys.executable, "-P", "-c", PROGRAM, job, json.dumps(limits.__dict__)]
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=subprocess.DEVNULL,
            cwd=Path(__file__).anchor,
            env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "LC_ALL": "C.UTF-8"},
        )
        try:
            process.communicate(data, timeout=2 * limits.seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise FileRefused("too-slow") from None
        if process.returncode:
            slow = {-getattr(signal, name, 0) for name in ("SIGXCPU", "SIGKILL")}
            raise FileRefused("too-slow" if process.returncode in slow else "broken")
        out.seek(0)
        return read(out)


@contextlib.contextmanager
def _scratch() -> Iterator[BinaryIO]:
    """Where the process writes its answer: memory where the system has it, so that nothing reaches a disk."""
    if hasattr(os, "memfd_create"):
        with os.fdopen(os.memfd_create("clean"), "w+b") as out:
            yield out
    else:
        with tempfile.TemporaryFile() as out:
            yield out


def _read(out: BinaryIO) -> CleanFile:
    try:
        head = json.loads(out.readline())
        if "refused" in head:
            raise FileRefused(head["refused"], **head["facts"])
        data, *previews = [out.read(length) for length in head["lengths"]]
        if head["kind"] not in CONTENT_TYPES:
            raise ValueError
        told = {name: tuple(head[name]) for name in ("pages", "unsearched", "removed", "preview_of")}
        return CleanFile(kind=head["kind"], data=data, previews=tuple(previews), **told)
    except (ValueError, KeyError, TypeError):
        raise FileRefused("broken") from None


def _read_blocks(out: BinaryIO) -> Reading:
    try:
        head = json.loads(out.readline())
        if "refused" in head:
            raise FileUnread(head["refused"], **head["facts"])
        blocks = tuple(Block(tuple(map(str, cells)), level, table) for cells, level, table in head["blocks"])
        if head["kind"] not in ("docx", "pdf"):
            raise ValueError
        return Reading(head["kind"], blocks, tuple(map(int, head["unread"])))
    except (ValueError, KeyError, TypeError):
        raise FileUnread("broken") from None


def main() -> None:
    """Clean or read standard input to standard output, confined before the first byte is looked at."""
    job, limits = sys.argv[1], Limits(**json.loads(sys.argv[2]))
    confine(limits)
    data = sys.stdin.buffer.read(limits.size + 1)
    try:
        _JOBS[job](data, limits)
    except FileRefused as refused:
        _write({"refused": refused.reason, "facts": refused.facts})


def _clean(data: bytes, limits: Limits) -> None:
    clean = clean_file(data, limits)
    head = {name: getattr(clean, name) for name in ("kind", "pages", "unsearched", "removed", "preview_of")}
    blobs = [clean.data, *clean.previews]
    _write({**head, "lengths": [len(blob) for blob in blobs]}, *blobs)


def _read_out(data: bytes, limits: Limits) -> None:
    read = read_document(data, limits)
    blocks = [(block.cells, block.level, block.table) for block in read.blocks]
    _write({"kind": read.kind, "blocks": blocks, "unread": read.unread})


_JOBS = {"clean": _clean, "read": _read_out}


def _write(head: dict[str, Any], *blobs: bytes) -> None:
    out = sys.stdout.buffer
    out.write(json.dumps(head).encode() + b"\n")
    for blob in blobs:
        out.write(blob)
    out.flush()
