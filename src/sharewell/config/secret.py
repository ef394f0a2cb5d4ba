"""The secret that signs sessions and links: made on first use, kept beside the other keys."""

import os
import secrets
from pathlib import Path


def signing_secret(folder: Path) -> str:
    """The secret in `folder`, made the first time; readable by its owner only."""
    path = folder / "signing-secret"
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        pass
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was quicker
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(64))
    return path.read_text().strip()
