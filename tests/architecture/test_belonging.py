"""Every row says whose it is, so that it can be sealed with their key and kept from everybody else."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import ForeignKey, OneToOneField

from sharewell.domain.belonging import paths_of
from sharewell.domain.organisations.models import Organisation

MODELS = [
    model
    for room in settings.ROOMS
    for model in apps.get_app_config(room).get_models(include_auto_created=True)
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_model_says_whose_its_rows_are(model):
    paths = paths_of(model)
    assert isinstance(paths, tuple)
    for path in paths:
        end = model
        for step in path.split("__"):
            end = end._meta.get_field(step).related_model
        assert end is Organisation, f"{path} does not lead to an organisation"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_the_first_path_always_leads_somewhere(model):
    for step in paths_of(model)[:1]:
        at = model
        for name in step.split("__"):
            field = at._meta.get_field(name)
            assert isinstance(field, ForeignKey | OneToOneField), f"{model._meta.label}: {step}"
            assert not field.null, (
                f"{model._meta.label}: {step} may be empty, and then no key would be its own"
            )
            at = field.related_model


# Whoever reads past the walls, and why no other way would do.
READS_EVERYTHING = {
    "domain/agreements/actions/invitations.py": "nobody is signed in, and the link's secret says whose it is",
    "domain/agreements/actions/signing.py": "the last to sign may have had no part in what this replaces",
    "domain/agreements/queries/register.py": "anybody reads what an organisation chose to show in public",
    "domain/agreements/queries/life.py": "nobody is signed in, and the link's secret says whose it is",
    "domain/belonging.py": "finds whose the thing behind a link is",
    "domain/children/queries.py": "what the last look takes out may be another organisation's",
    "domain/deliveries/actions/opening.py": "nobody is signed in, and the link's secret says whose it is",
    "domain/deliveries/queries.py": "nobody is signed in, and the link's secret says whose it is",
    "domain/dpias/actions/reopening.py": "a change in what others build on opens a question of theirs",
    "domain/organisations/queries.py": "nobody is signed in yet: the provider's subject says whose it is",
}


def test_only_these_few_places_read_past_the_walls_between_organisations():
    source = settings.SOURCE
    found = {
        str(path.relative_to(source))
        for path in source.rglob("*.py")
        if "acting_for(EVERYBODY)" in path.read_text("utf-8")
    }
    assert found == set(READS_EVERYTHING)
