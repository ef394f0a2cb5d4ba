"""One installation: set up once, put back before each schedule, lived in, looked over at the end."""

import gc
import shutil
import signal
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from tests.faults.finding import look_at_file, look_at_log
from tests.faults.lives import LONGEST, live

ROUNDS = 4  # presses in the last life, in which nothing goes wrong
LATER = timedelta(hours=2)  # when it is lived: whatever was put off is due again


@dataclass
class Result:
    """How one schedule went. `wrong` is empty where every invariant held."""

    wrong: list = field(default_factory=list)
    deaths: int = 0
    struck: int = 0
    refused: list = field(default_factory=list)  # errors said, with nothing acknowledged
    mails: int = 0


class House:
    """`scene` is what is done: `build`, `acts`, `is_over` and `look` (see sending.py)."""

    def __init__(self, folder, scene, post):
        self.scene, self.post = scene, post
        self.home, self.template = Path(folder) / "home", Path(folder) / "template"
        (built,) = live(self._build).said
        self.ids, self.checkpoint = built["ids"], built["checkpoint"]
        self.before = list(post.mails)
        shutil.copytree(self.home, self.template)
        self._warm_up()
        gc.collect()
        gc.freeze()  # a fork then copies less
        self.trace = self._first_life()

    def _build(self, say, _steps):
        from django.db import connections

        from tests import migrated
        from tests.faults.sending import signed

        migrated.migrate()
        ids = self.scene.build(self.post)
        say(ids=ids, checkpoint=signed())
        connections.close_all()  # tidily, this once: a journal that is empty is quick to copy and to read

    def _warm_up(self):
        """Do it all once in this process: every life inherits what a service has at hand after a minute."""
        looked(lambda: self._finish([]))

    def _first_life(self):
        """The kind of each step where nothing goes wrong."""
        self._put_back()
        return self._live([]).trace

    def _put_back(self):
        shutil.rmtree(self.home)
        shutil.copytree(self.template, self.home)
        self.post.empty(self.before)

    def run(self, schedule):
        """Let it all happen, and look."""
        self._put_back()
        said, result = [], Result()
        for faults in schedule:
            life = self._live(faults, said)
            self.scene.between(self)
            said += life.said
            result.deaths += life.is_killed
            result.struck += life.struck
        found = looked(lambda: self._finish(said))
        result.wrong = [*unexpected(said), *found]
        result.refused = [each["refused"] for each in said if "refused" in each]
        result.mails = len(self.post.mails) - len(self.before)
        return result

    def _live(self, faults, heard=()):
        def act(say, _steps):
            self._act(say, heard)

        return live(act, faults, self.home, meanwhile=lambda: live(act))

    def _act(self, say, heard, later=timedelta(0)):
        for act in self.scene.acts(self.ids, say, heard, later):
            attempt(act, say)

    def _finish(self, heard):
        """The last life: press until it is over, then look at everything with what the outside holds. What is
        wrong; what was said on the way is added to `heard`.
        """

        def hear(**what):
            heard.append(what)

        for _n in range(ROUNDS):
            self._act(hear, heard, LATER)
            if self.scene.is_over(self.ids):
                break
        wrong = self.scene.look(self.ids, heard, self.post)
        look_at_log(wrong, [self.checkpoint, *(each["checkpoint"] for each in heard if "checkpoint" in each)])
        look_at_file(wrong)
        return wrong


def looked(look):
    """What `look` finds, in this process: nothing goes wrong in the last life, so it needs none of its own.
    The database is opened for it and closed after it, as by whoever starts again.
    """
    from django.db import connections

    signal.alarm(LONGEST)
    try:
        return look()
    finally:
        connections.close_all()
        signal.alarm(0)


def attempt(act, say):
    """Do one thing as the service does: an error is said, and the service lives on."""
    from django.db import DatabaseError

    from sharewell.domain.errors import NotFound, Refusal
    from sharewell.rules.case import CaseError

    try:
        act()
    except (DatabaseError, OSError, Refusal, NotFound, CaseError) as error:
        say(refused=type(error).__name__)
    except Exception as error:
        say(unexpected=f"{type(error).__name__}: {error}"[:500])


def unexpected(said):
    return [f"I9: {each['unexpected']}" for each in said if "unexpected" in each]
