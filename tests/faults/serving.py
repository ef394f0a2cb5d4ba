"""Receive and answer: over a real connection, from a server that is killed while it answers.

The life is a server of the product's own pages with its worker beside them. The recipient is outside: a
browser that keeps its cookies, and presses again where no page came.
"""

import http.client
import re
import select
import time
from datetime import timedelta
from urllib.parse import urlencode
from wsgiref.simple_server import ServerHandler, WSGIRequestHandler, WSGIServer

from tests.faults import calls
from tests.faults.finding import Wrong, kinds_about
from tests.faults.sending import drain, the_delivery

RECEIPT = re.compile("/receipts/[^/]+$")
PATIENCE = 60  # seconds that the recipient waits for a page of a server that is alive
WHO = {"name": "Priya Nair", "role": "Safeguarding doctor", "is_meant": "on"}


class Lost(Exception):
    """No page came."""


class Browser:
    """Keeps cookies. `watch(True)` is asked while it waits: whether the server is still there."""

    def __init__(self, port, cookies=None):
        self.port, self.cookies, self.watch, self.at = port, dict(cookies or {}), lambda: True, ""

    def get(self, path):
        return self._ask("GET", path)

    def post(self, path, page, **fields):
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        if token is None:
            raise Lost  # a page that offers nothing to press
        return self._ask("POST", path, urlencode(fields | {"csrfmiddlewaretoken": token.group(1)}))

    def _ask(self, verb, path, body=None):
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            line.request(verb, path, body, headers)
            self._wait(line.sock)
            answer = line.getresponse()
            page = answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as error:
            raise Lost from error
        finally:
            line.close()
        if answer.status >= 500:
            raise Lost  # the page says that it did not work: to be pressed again
        if "Content-Length" not in answer.headers:
            raise Lost  # it broke off among its headers, which this client takes for their end
        self._keep(answer)
        if answer.status in (301, 302, 303):
            return self._ask("GET", answer.headers["Location"])
        self.at = path
        return page

    def _wait(self, line):
        until = time.monotonic() + PATIENCE
        while not select.select([line], [], [], 0.05)[0]:
            if time.monotonic() > until or not self.watch():
                raise Lost

    def _keep(self, answer):
        for given in answer.headers.get_all("Set-Cookie") or ():
            name, value = given.split(";")[0].split("=", 1)
            self.cookies[name] = value


def serve(listening, steps, home):
    """Answer one request after the other, and empty the outbox after each; until killed."""
    from django.core.wsgi import get_wsgi_application

    class Handler(WSGIRequestHandler):
        def handle(self):
            steps.step("http", self.request)  # before the request is read
            super().handle()

        def log_message(self, *_args):
            pass

    class Server(WSGIServer):
        def handle_error(self, *_who):
            """The connection broke: the browser has noticed as well."""

    class Answering(ServerHandler):
        def _write(self, data):
            steps.step("http", self.request_handler.request)  # before this part of the answer leaves
            super()._write(data)
            steps.step("http", self.request_handler.request)

    import wsgiref.simple_server as simple

    simple.ServerHandler = Answering
    server = Server(listening.getsockname(), Handler, bind_and_activate=False)
    server.socket, server.server_name, server.server_port = listening, "localhost", listening.getsockname()[1]
    server.setup_environ()
    server.set_app(get_wsgi_application())
    steps.watch()
    calls.arm(home, steps.step)
    while True:
        steps.board.idle(True)
        select.select([listening], [], [])
        steps.board.idle(False)
        try:
            server.handle_request()
            drain()
        except Exception:  # the service lives on; what was not done is tried again after the next request
            from django.db import connections

            connections.close_all()


class Receive:
    """The recipient opens what was sent, with the link of the newest mail and the code. A link that was used
    up by a page that never came is replaced by a fresh one, as the page offers.
    """

    name = "receive"

    def build(self, post):
        from tests.domain.deliveries.town import fresh, prepare, send, worry_of
        from tests.people import build_town

        town = build_town()
        sent = send(prepare(worry_of(town), town.gp, town.teacher), town.teacher)
        drain()
        return {"delivery": str(sent.pk), "code": fresh(sent).door.code, "cookies": {}}

    def visit(self, browser, ids, post, say):
        if self.get_in(browser, ids, post):
            say(read=True)

    def get_in(self, browser, ids, post):
        """The page of the package, or nothing."""
        inside = f"/received/package/{ids['delivery']}/"
        page = browser.get(inside)
        if inside + "answer" in page:
            return page
        link = f"/received/{post.links[-1]}"
        page = browser.get(link)
        if 'name="code"' in page:
            page = browser.post(link, page, code=ids["code"], **WHO)
            return page if inside + "answer" in page else None
        browser.post(f"{link}/fresh", page)
        return None

    def time_passes(self, ids):
        """Five minutes, after which a fresh link can be asked for again, and what was put off is due."""
        from sharewell.domain.deliveries.models import Door

        drain(timedelta(hours=2))
        Door.objects.filter(delivery=ids["delivery"]).update(fresh_asked_at=None, locked_until=None)

    def is_over(self, said):
        return any("read" in each for each in said)

    def look(self, ids, said, _post):
        wrong, delivery = Wrong(), the_delivery(ids)
        openings = delivery.openings.count()
        used = delivery.links.filter(used_at__isnull=False).count()
        kinds = kinds_about(f"delivery:{delivery.pk}")
        seen = sum("read" in each for each in said)
        wrong.unless(openings > 0 and self.is_over(said), "I1", "it was never opened")
        wrong.unless(delivery.state != "sent", "I1", "it was opened, and counts as unopened")
        wrong.unless(openings == used, "I2", f"{openings} openings by {used} links")
        wrong.unless(seen == 0 or openings > 0, "I3", "it was read without an opening")
        for kind, count in (("link-opened", openings), ("delivery-sent", 1), ("code-wrong", 0)):
            recorded = kinds.count(kind)
            wrong.unless(recorded == count, "I3", f"{kind} is recorded {recorded} times, not {count}")
        return wrong


class Answer(Receive):
    """The recipient, who has it open, says that it came and that they accept it, and keeps both receipts."""

    name = "answer"
    KINDS = ("received", "accepted")

    def build(self, post):
        from django.test import Client

        ids, browser = super().build(post), Client()
        link = f"/received/{post.links[-1]}"
        browser.post(link, {"code": ids["code"], **WHO})
        return ids | {"cookies": {name: each.value for name, each in browser.cookies.items()}}

    def visit(self, browser, ids, post, say):
        page = self.get_in(browser, ids, post)
        for kind in self.KINDS:
            if page and f'value="{kind}"' in page:
                browser.post(f"/received/package/{ids['delivery']}/answer", page, kind=kind)
                if not RECEIPT.search(browser.at):
                    raise Lost  # refused with a reason, as where a clock that ran ahead had ended the visit
                receipt = browser.get(f"{browser.at}?as=file")
                say(answered=kind, checkpoint=checkpoint_in(receipt))
                page = self.get_in(browser, ids, post)
        if page and not any(f'value="{kind}"' in page for kind in self.KINDS):
            say(read=True)

    def look(self, ids, said, post):
        wrong, delivery = super().look(ids, said, post), the_delivery(ids)
        kept, kinds = [each.kind for each in delivery.answers.all()], kinds_about(f"delivery:{delivery.pk}")
        for said_so in (each["answered"] for each in said if "answered" in each):
            wrong.unless(said_so in kept, "I1", f"the answer {said_so} was lost")
        wrong.unless(sorted(kept) == sorted(self.KINDS), "I2", f"the answers are {kept}")
        wrong.unless(kinds.count("answer-given") == len(kept), "I3", "answers and entries differ")
        wrong.unless(delivery.state == "accepted", "I3", f"the state is {delivery.state}")
        return wrong


def checkpoint_in(receipt):
    from django.conf import settings

    return re.search(rf"{re.escape(settings.LOG_ORIGIN)}\n\d+\n\S+\n\n— [^\n]+\n?", receipt).group()
