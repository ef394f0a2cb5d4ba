"""Which services of organisations' own are offered."""

from django.conf import settings
from django.utils.translation import get_language

from sharewell.domain.organisations import queries


def offered(person=None):
    """Each provider with its name in the language of the page; only those that a person signs in through."""
    lang = "cy" if get_language() == "cy" else "en"
    theirs = None if person is None else queries.links_of(person) if settings.SINGLE_SIGN_ON else []
    return [
        {"id": provider.id, "name": provider.name[lang]}
        for provider in settings.SINGLE_SIGN_ON
        if theirs is None or provider.id in theirs
    ]
