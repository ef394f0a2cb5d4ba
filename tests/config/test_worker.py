"""The chores go on, whatever happens to one of them."""

import logging
import time

import pytest

from sharewell.config.worker import Chore, Worker, chores, mails


def wait_until(is_so, seconds=10):
    until = time.monotonic() + seconds
    while not is_so() and time.monotonic() < until:
        time.sleep(0.05)
    assert is_so()


@pytest.mark.django_db(transaction=True)
def test_a_chore_that_fails_is_tried_again_and_stops_no_other(caplog):
    done = []

    def fails():
        done.append("fails")
        raise ValueError("what somebody typed")

    worker = Worker("test", [Chore("fail", 0, fails), Chore("work", 0, lambda: done.append("works"))])
    with caplog.at_level(logging.ERROR, "sharewell.worker"):
        worker.start()
        wait_until(lambda: done.count("fails") > 1 and done.count("works") > 1)
        worker.stop()
    assert not worker.is_alive()
    assert "This did not work and will be tried again: fail." in caplog.messages


def test_the_outbox_is_emptied_about_every_second():
    assert [each.seconds for each in mails() if each.name == "empty the outbox"] == [1]


def test_nothing_but_mails_waits_for_a_mail_server():
    """A server that hangs holds up one worker; inboxes and the watch over what is urgent have the other."""
    assert not {each.name for each in chores()} & {each.name for each in mails()}
    assert {"hand over to inboxes", "tell of what is urgent and not opened"} <= {
        each.name for each in chores()
    }
