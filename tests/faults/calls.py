"""Every call of the system on a file as a step: `calls.c`, compiled once and loaded before all else."""

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).with_name("calls.c")
KINDS = {"O": "open", "W": "write", "T": "torn", "S": "sync", "C": "cut", "N": "rename", "U": "remove"}
_ASKED = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int, ctypes.c_long)
_kept = []  # what C calls must not be collected


def can_be_watched():
    """Whether file calls can be steps here: on Linux with a C compiler."""
    return sys.platform == "linux" and shutil.which("cc") is not None


def build(folder):
    """Compile it into `folder`; the path of the library."""
    made = Path(folder) / "calls.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", made, SOURCE, "-ldl"], check=True)
    return made


def is_loaded():
    return "calls.so" in os.environ.get("LD_PRELOAD", "")


def arm(folder, step):
    """Ask `step` about every call on a file below `folder`, in this process."""
    if not is_loaded():
        return
    asked = _ASKED(lambda kind, _size: step(KINDS[chr(kind)]))
    _kept.append(asked)
    ctypes.CDLL(None).calls_arm(os.fsencode(str(folder)), asked)
