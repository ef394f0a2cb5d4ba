"""Sees to it that a wheel is never built without the design system's style and script."""

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from requirements import front_end


class FetchFrontEnd(BuildHookInterface):
    """Fetches what git ignores and the wheel packs, where it is not there yet."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Before the files are gathered; an editable install is left to `dev.py`."""
        if version == "editable" or front_end.STATIC.exists():
            return
        npm = shutil.which("npm")
        if npm is None:
            raise front_end.NotFetched(
                "This machine has no npm. Run python3 dev.py demo once, then build again."
            )
        with tempfile.TemporaryDirectory() as cache:
            front_end.fetch(Path(cache), lambda: [npm])
