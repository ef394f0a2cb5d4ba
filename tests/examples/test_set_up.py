"""A real service is set up from files like the county's, without anybody's password in them."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

EXAMPLES = Path(__file__).parents[2] / "examples"
pytestmark = pytest.mark.django_db


@pytest.fixture
def our_county(tmp_path):
    """The county's files as an administrator would write them: no passwords, no second factors."""
    for name in ("areas", "organisations", "people"):
        text = (EXAMPLES / f"{name}.toml").read_text("utf-8")
        (tmp_path / f"{name}.toml").write_text(
            re.sub(r"^(password|second_factor) = .*\n", "", text, flags=re.M)
        )
    return tmp_path


def run(name, *given, **options):
    said = StringIO()
    call_command(name, *given, stdout=said, **options)
    return said.getvalue()


def test_people_are_written_in_without_a_password(our_county):
    assert "17 people" in run("set_up", str(our_county))
    assert not any(person.has_usable_password() for person in get_user_model().objects.all())


def test_it_is_done_once(our_county):
    run("set_up", str(our_county))
    with pytest.raises(CommandError, match="add_person"):
        run("set_up", str(our_county))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"areas\.toml"):
        run("set_up", str(tmp_path))


def test_one_more_person_joins_an_organisation_that_is_here(our_county):
    run("set_up", str(our_county))
    said = run(
        "add_person", "ada@fallowshire.example", "Ada Bello", organisation="Fallowshire children's services"
    )
    assert "Ada Bello can now choose a password" in said
    assert (
        get_user_model().objects.get(email="ada@fallowshire.example").organisation.kind
        == "childrens-services"
    )


def test_an_organisation_that_is_not_here_is_refused_with_the_names_of_those_that_are(our_county):
    run("set_up", str(our_county))
    with pytest.raises(CommandError, match="Sandlebury Hill Academy"):
        run("add_person", "ada@nowhere.example", "Ada Bello", organisation="Nowhere")


def test_nobody_is_written_in_twice(our_county):
    run("set_up", str(our_county))
    with pytest.raises(CommandError, match="already"):
        run(
            "add_person",
            "Amina.Yusuf@sandleburyhill.example",
            "Amina",
            organisation="Sandlebury Hill Academy",
        )
