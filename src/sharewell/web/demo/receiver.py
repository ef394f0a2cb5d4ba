"""A mail server for the demo: keeps every mail that it gets in a folder, and sends none on.

`python -m sharewell.web.demo.receiver PORT FOLDER`, on loopback only.
"""

import signal
import sys
import threading
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller


class Keeper:
    """Writes each mail to `folder` as the next number."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.last = max((int(path.stem) for path in folder.glob("*.eml")), default=0)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keep the mail before saying that we have it."""
        self.last += 1
        part = self.folder / f"{self.last:06}.part"
        part.write_bytes(envelope.content)
        part.rename(part.with_suffix(".eml"))
        return "250 kept"


def start(port: int, folder: Path) -> Controller:
    """Start receiving on loopback; `stop()` what comes back."""
    controller = Controller(Keeper(folder), hostname="127.0.0.1", port=port)
    controller.start()
    return controller


def main() -> None:
    """Receive until stopped."""
    controller = start(int(sys.argv[1]), Path(sys.argv[2]))
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    stopped.wait()
    controller.stop()


if __name__ == "__main__":
    main()
