"""The county comes to life through the real actions: once, whole, and nowhere but in the demo."""

from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings):
    settings.DEMO = True


def load():
    said = StringIO()
    call_command("load_county", stdout=said)
    return said.getvalue()


def person(name):
    return get_user_model().objects.get(name=name)


def test_it_is_loaded_once(demo):
    assert "17 people and 9 children" in load()
    assert "here already" in load()


def test_it_is_never_loaded_outside_the_demo(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="public"):
        load()
    assert not get_user_model().objects.exists()


def test_everybody_can_sign_in_with_a_password_and_a_second_factor(demo):
    from allauth.mfa.models import Authenticator

    load()
    assert person("Amina Yusuf").check_password("otter-ladder-cotton")
    assert Authenticator.objects.filter(type="totp").count() == get_user_model().objects.count() == 17
