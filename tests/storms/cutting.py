"""A line to the database that is cut when told: before what was asked arrives, or after, unheard."""

import contextlib
import socket
import threading


class Line:
    """Passes bytes between `port` and the server; each time the client asks is a step, counted from 1."""

    def __init__(self, port: int, server_port: int) -> None:
        self.server_port, self.steps = server_port, 0
        self.cut_at, self.is_done_first = 0, False
        self.cuts = 0
        self._listening = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self._accept, daemon=True).start()

    def arm(self, step: int, is_done_first: bool) -> None:
        """Cut at that step from now: before it arrives, or after the server answered it."""
        self.steps, self.cut_at, self.is_done_first = 0, step, is_done_first

    def _accept(self) -> None:
        while True:
            client = self._listening.accept()[0]
            server = socket.create_connection(("127.0.0.1", self.server_port))
            threading.Thread(target=self._asks, args=(client, server), daemon=True).start()
            threading.Thread(target=self._answers, args=(client, server), daemon=True).start()

    def _asks(self, client: socket.socket, server: socket.socket) -> None:
        while asked := _got(client):
            self.steps += 1
            is_now = self.steps == self.cut_at
            if is_now and not self.is_done_first:
                self.cuts += 1
                break
            if is_now:
                self.cuts += 1
                _end(client)  # nobody hears the answer; the server does what it was asked
                server.sendall(asked)
                server.settimeout(5)
                _got(server)
                break
            server.sendall(asked)
        _end(client)
        _end(server)

    def _answers(self, client: socket.socket, server: socket.socket) -> None:
        while answer := _got(server):
            try:
                client.sendall(answer)
            except OSError:
                break
        _end(client)


def _got(end: socket.socket) -> bytes:
    try:
        return end.recv(65536)
    except OSError:
        return b""


def _end(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
