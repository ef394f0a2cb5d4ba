"""Starting the provider, and walking through its pages as a browser would."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "of the council alone"
CLIENT, SECRET = "sharewell", "a secret between the two"


def free_port():
    """A port that nobody listens at."""
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return attempt.getsockname()[1]


@dataclass
class Running:
    """A provider that runs: its issuer, and the folder of what it says."""

    issuer: str
    folder: Path

    def bend(self, **claims):
        """Let it say something else from now on; nothing to undo."""
        (self.folder / "switch.json").write_text(json.dumps(claims))

    def person(self, name, **claims):
        """Let it say other things of one of its people."""
        path = self.folder / "people.json"
        people = json.loads(path.read_text())
        people[name] |= claims
        path.write_text(json.dumps(people))

    def browser(self):
        """A browser that is nobody's yet at the provider."""
        return requests.Session()

    def sign_in(self, browser, address, name, password=PASSWORD):
        """From the address that we lead to, through its pages, to the address that it leads back to."""
        answer = browser.get(address, allow_redirects=False)
        for _ in range(8):
            if answer.status_code == 200:
                typed = {"username": name, "password": password}
                typed["csrfmiddlewaretoken"] = browser.cookies.get("csrftoken")
                answer = browser.post(answer.url, data=typed, allow_redirects=False)
                continue
            assert answer.is_redirect, f"{answer.status_code} at {answer.url}: {answer.text[-800:]}"
            there = requests.compat.urljoin(answer.url, answer.headers["Location"])
            if not there.startswith(self.issuer.removesuffix("/o")):
                return there
            answer = browser.get(there, allow_redirects=False)
        raise AssertionError(f"the provider never led back: {answer.status_code} {answer.url}")


@contextlib.contextmanager
def provider(folder, people, back):
    """A running provider with these people, which leads back to these addresses."""
    port = free_port()
    (folder / "people.json").write_text(
        json.dumps({name: {"password": PASSWORD, **claims} for name, claims in people.items()})
    )
    (folder / "client.json").write_text(json.dumps({"id": CLIENT, "secret": SECRET, "back": " ".join(back)}))
    command = [sys.executable, "-m", "tests.sign_on.provider", str(port), str(folder)]
    words = folder / "words"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO")}
    with words.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
    running = Running(f"http://127.0.0.1:{port}/o", folder)
    try:
        _wait_for(running, process, words)
        yield running
    finally:
        process.terminate()
        process.wait(timeout=15)


def _wait_for(running, process, words):
    for _ in range(300):
        assert process.poll() is None, words.read_text()[-3000:]
        with contextlib.suppress(requests.ConnectionError):
            if requests.get(f"{running.issuer}/.well-known/openid-configuration", timeout=5).ok:
                return
        time.sleep(0.1)
    raise AssertionError(f"the provider did not start: {words.read_text()[-3000:]}")


def write_file(folder, issuer, organisation, **more):
    """The file that names the provider, as an administrator writes it; gives its path."""
    (folder / "client-secret").write_text(SECRET)
    lines = {
        "id": "council", "issuer": issuer, "client_id": CLIENT, "client_secret_file": "client-secret",
        "organisations": [organisation], **more,
    }  # fmt: skip
    roles = lines.pop("roles", {})
    text = "[[provider]]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in lines.items())
    text += 'name = { en = "Fallowshire Council", cy = "Cyngor Fallowshire" }\n'
    if roles:
        text += "[provider.roles]\n" + "".join(
            f"{json.dumps(k)} = {json.dumps(v)}\n" for k, v in roles.items()
        )
    path = folder / "single-sign-on.toml"
    path.write_text(text)
    return path
