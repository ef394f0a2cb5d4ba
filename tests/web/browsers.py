"""Browsers in which somebody is signed in."""

from django.test import Client


def signed_in(person):
    """A new browser, in which they have passed both steps."""
    return enter(Client(), person)


def enter(client, person):
    """They pass both steps in this browser; gives it back."""
    client.force_login(person)
    session = client.session
    session["has_second_factor"] = True
    session.save()
    return client
