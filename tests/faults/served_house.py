"""A house whose lives are servers: the acts come from outside, over a connection."""

import os
import signal
import socket
import time

from tests.faults.finding import look_at_file, look_at_log
from tests.faults.house import ROUNDS, House, Result, looked, unexpected
from tests.faults.lives import LONGEST, Hung, Life, woken_after
from tests.faults.serving import Browser, Lost, serve
from tests.faults.steps import Board, Steps


class ServedHouse(House):
    """The listening line stays open between two lives, as behind a proxy that tries again."""

    def __init__(self, folder, scene, post):
        self.line = socket.create_server(("127.0.0.1", 0))
        self.line.setblocking(False)
        self.browser = None
        super().__init__(folder, scene, post)

    def _put_back(self):
        super()._put_back()
        self.browser = Browser(self.line.getsockname()[1], self.ids["cookies"])

    def _warm_up(self):
        """The same visit through the same pages, but in this process."""
        from django.db import connections

        try:
            self.scene.visit(Rehearsing(self.ids["cookies"]), self.ids, self.post, lambda **_said: None)
        finally:
            connections.close_all()

    def _live(self, faults, _heard=()):
        board, said = Board(), []
        pid = os.fork()
        if pid == 0:
            signal.alarm(LONGEST)
            serve(self.line, Steps(faults, board), self.home)
        process = Process(pid, lambda: self._live([]))
        self.browser.watch = process.is_there
        try:
            self.scene.visit(self.browser, self.ids, self.post, lambda **what: said.append(what))
        except Lost:
            said.append({"refused": "Lost"})
        is_killed = process.end(board)
        return Life(said, is_killed, board.struck, board.trace)

    def run(self, schedule):
        self._put_back()
        said, result = [], Result()
        for faults in schedule:
            life = self._live(faults)
            said += life.said
            result.deaths += life.is_killed
            result.struck += life.struck
        for _n in range(ROUNDS):
            if self.scene.is_over(said):
                break
            said += self._live([]).said
            looked(lambda: self.scene.time_passes(self.ids))
        result.wrong = [*unexpected(said), *looked(lambda: self._look(said))]
        result.refused = [each["refused"] for each in said if "refused" in each]
        result.mails = len(self.post.mails) - len(self.before)
        return result

    def _look(self, said):
        wrong = self.scene.look(self.ids, said, self.post)
        look_at_log(wrong, [self.checkpoint, *(each["checkpoint"] for each in said if "checkpoint" in each)])
        look_at_file(wrong)
        return wrong


class Rehearsing(Browser):
    """A browser with no line: it asks the pages directly."""

    def __init__(self, cookies):
        from django.test import Client

        super().__init__(0, cookies)
        self.client = Client()
        self.client.cookies.load(self.cookies)

    def _ask(self, verb, path, body=None):
        form = {"content_type": "application/x-www-form-urlencoded"} if body else {}
        answer = self.client.generic(verb, path, body or "", **form)
        if answer.status_code in (301, 302, 303):
            return self._ask("GET", answer.headers["Location"])
        self.at = path
        return answer.content.decode()


class Process:
    """A server in a process of its own; while it is stopped, `meanwhile` happens."""

    def __init__(self, pid, meanwhile):
        self.pid, self.meanwhile, self.status = pid, meanwhile, None

    def is_there(self):
        """Whether it lives. One that was stopped is woken after something else happened."""
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG | os.WUNTRACED)
            if pid and os.WIFSTOPPED(status):
                woken_after(self.pid, self.meanwhile)
            elif pid:
                self.status = status
        return self.status is None

    def end(self, board):
        """Wait until it has nothing to do, and kill it; whether it was dead by then."""
        until = time.monotonic() + LONGEST
        while self.is_there() and not board.is_idle:
            if time.monotonic() > until:
                raise Hung
            time.sleep(0.002)
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            return False
        return True
