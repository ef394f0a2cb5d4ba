"""Whatever reveals, sends or hands out a file of somebody's record asks again who is there: all of it, and by
name, so that taking the question away is noticed.
"""

import ast
import time
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings
from django.db import connection, transaction

from sharewell.web.accounts.step_up import HOLDS, PROVED
from tests.attacks import cells
from tests.attacks.ground import COUNCIL, SCHOOL, build, signed_in
from tests.domain.deliveries.town import fresh
from tests.people import PASSWORD

WEB = Path(settings.SOURCE) / "web"
# Each view, or part of one, that asks.
ASKING = {
    "worries/safe.py:_shown": "reveals a safe address",
    "worries/safe.py:_asked": "asks that an address be hidden no more",
    "access/shields.py:_lift": "shows an address openly, as the second of two",
    "worries/proving.py:pack": "exports a decision with all that shows it",
    "deliveries/check.py:_send": "sends",
    "deliveries/check.py:_agree": "sends what another prepared",
    "deliveries/follow.py:package_pdf": "hands out what was sent",
    "deliveries/told.py:form_pdf": "hands out what is sent, released addresses with it",
    "inbox/views.py:package_pdf": "hands out what came in",
    "inbox/views.py:save_file": "hands out a file that came in",
    "requests/printing.py:paper": "hands out a form about a case",
    "agreeing/signatures.py:sign": "binds an organisation",
    "agreeing/signatures.py:signatory": "says anew who signs for a partner, and sends the link there",
    "agreeing/signatures.py:link": "shows the code with which a partner signs",
    "assessments/rounds.py:sign_off": "binds an organisation",
    "directory/views.py:_mend": "moves where shares with a body go, and the codes with which it signs",
    "directory/views.py:_mend_area": "changes whom people ring in danger",
    "people/views.py:_add": "gives access",
    "people/views.py:_change_role": "gives access",
    "people/views.py:_ask_for_second_step": "takes a second step away",
    "people/views.py:first_code": "gives access",
    "people/views.py:_end": "takes access",
    "people/changes.py:_confirm": "gives access, as the second of two",
}
# What must never happen in a view that does not ask: acts, and making a file of a record.
HARMFUL = {
    "reveal_address", "send_delivery", "release_after_look", "build_pack", "sign", "sign_off", "add_person",
    "change_role", "ask_for_second_step", "give_first_code", "end_access", "confirm_change",
    "correct_entry", "correct_area", "ask_to_lift_shield", "lift_shield",
}  # fmt: skip
NEEDS_NO_QUESTION = {"signing/views.py": "behind a link and a code: there is no account to prove"}


def functions():
    """(where it is, the function, whether it asks) of every function of the pages; one inside another that
    asks does too.
    """
    for path in sorted(WEB.rglob("*.py")):
        asking = set()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                if any(getattr(each, "id", "") == "asks_again" for each in node.decorator_list):
                    asking |= set(ast.walk(node))
                yield path.relative_to(WEB).as_posix(), node, node in asking


def called_in(function):
    """The names of what a function calls: bare, and of a room's `actions`."""
    for call in (node.func for node in ast.walk(function) if isinstance(node, ast.Call)):
        if isinstance(call, ast.Name):
            yield call.id
        elif isinstance(call, ast.Attribute) and getattr(call.value, "id", "") == "actions":
            yield call.attr


def test_these_ask_again_and_no_others():
    asking = {f"{path}:{node.name}" for path, node, asks in functions() if asks}
    assert asking - {"assessments/rounds.py:write"} == set(ASKING)


def test_no_view_that_does_not_ask_does_what_would_harm_in_the_wrong_hands():
    bare = {
        f"{path}:{node.name}"
        for path, node, asks in functions()
        if not asks and path not in NEEDS_NO_QUESTION and HARMFUL & set(called_in(node))
    }
    assert bare == set()


@pytest.fixture(scope="module")
def ground(django_db_setup, django_db_blocker):
    uncut = mock.patch.object(connection, "check_constraints")
    with django_db_blocker.unblock(), transaction.atomic(), uncut:
        yield build()
        transaction.set_rollback(True)


# Address, method, who asks, of which organisation, what is sent.
PRESSES = [
    ("worries:reveal", "post", "practitioner", SCHOOL, {"reason": "I have to ring them."}),
    ("worries:lift_shield", "post", "practitioner", SCHOOL, {"because": "A mistake."}),
    ("access:shield", "post", "safeguarding-lead", SCHOOL, {"do": "lift"}),
    ("worries:proof", "post", "practitioner", SCHOOL, {}),
    ("deliveries:check", "post", "practitioner", SCHOOL, {"do": "send", "shown": "x"}),
    ("deliveries:check", "post", "practitioner", SCHOOL, {"do": "agree", "shown": "x"}),
    ("deliveries:package-pdf", "get", "practitioner", SCHOOL, {}),
    ("deliveries:form-pdf", "get", "practitioner", SCHOOL, {}),
    ("inbox:package-pdf", "post", "practitioner", COUNCIL, {}),
    ("inbox:file", "post", "practitioner", COUNCIL, {}),
    ("requests:paper", "get", "practitioner", SCHOOL, {}),
    ("agreeing:sign", "post", "leader", SCHOOL, {"name": "A Leader", "role": "Leader", "read": "1"}),
    ("agreeing:link", "get", "data-protection-officer", SCHOOL, {}),
    ("directory:correct", "post", "administrator", SCHOOL, {"ways": "telephone", "phone": "01632 960199"}),
    ("people:change", "post", "leader", SCHOOL, {"do": "confirm"}),
]


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize(("name", "method", "role", "of", "said"), PRESSES)
def test_an_old_proof_is_asked_for_again_and_a_fresh_one_goes_on(ground, name, method, role, of, said):
    client = signed_in(ground.people[of][role])
    path = cells.paths(name, "own", ground)[0]
    age(client)
    with transaction.atomic():
        came = getattr(client, method)(path, said)
        if method == "get":
            assert came.status_code == 302 and "/again/?next=" in came["Location"], name
            path = came["Location"]
            came = client.get(path)
        assert came.status_code == 403 and b"again-password" in came.content
        assert ground.own["preparing"].state == fresh(ground.own["preparing"]).state
        transaction.set_rollback(True)
    with transaction.atomic():
        came = client.post(path, said | {"again-password": PASSWORD})
        assert b"again-password" not in came.content
        transaction.set_rollback(True)


def age(client):
    """They showed who they are a while ago."""
    session = client.session
    session[PROVED] = int(time.time()) - HOLDS - 60
    session.save()
