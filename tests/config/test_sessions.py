"""A session that a view saved together with what it did is not written a second time."""

import pytest
from django.contrib.sessions.models import Session

from sharewell.config.sessions import SessionStore


@pytest.mark.django_db
def test_what_is_saved_already_is_not_written_again_and_what_changed_since_is(django_assert_num_queries):
    session = SessionStore()
    session.cycle_key()
    session["visits"] = {"a": "b"}
    session.save()
    with django_assert_num_queries(0):
        session.save()
    session["visits"] = {"a": "c"}
    session.save()
    assert Session.objects.get().get_decoded() == {"visits": {"a": "c"}}


@pytest.mark.django_db
def test_a_session_that_was_ended_elsewhere_meanwhile_is_not_brought_back():
    session = SessionStore()
    session["visits"] = {}
    session.save()
    SessionStore().delete(session.session_key)
    session.save()
    assert not Session.objects.exists()
