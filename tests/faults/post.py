"""A real mail server in this process, and everything that it took."""

import re
import socket
from pathlib import Path

from aiosmtpd.controller import Controller

_END = b"\n\0\n"


class Post:
    """Mails lie in a file, where every process can read them. One counts once its DATA was answered; `ids`
    and `links` are the different ones in them.
    """

    def __init__(self, folder):
        self._file = Path(folder) / "post"
        self.empty()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._server = Controller(self, hostname="127.0.0.1", port=self.port)
        self._server.start()

    async def handle_DATA(self, server, session, envelope):
        with self._file.open("ab") as file:
            file.write(envelope.content + _END)
        return "250 taken"

    def empty(self, to=()):
        self._file.write_bytes(b"".join(mail.encode() + _END for mail in to))

    @property
    def mails(self):
        return [mail.decode() for mail in self._file.read_bytes().split(_END)[:-1]]

    @property
    def ids(self):
        lines = [line for mail in self.mails for line in mail.splitlines()]
        return {line for line in lines if line.lower().startswith("message-id:")}

    @property
    def links(self):
        """The secrets in the links, in the order in which they came."""
        return list(dict.fromkeys(re.findall(r"/received/([\w-]{40,})", "\n".join(self.mails))))

    def stop(self):
        self._server.stop()
