"""Whose each row is: said once on every model, read by what seals it and by the walls in the database.

Every model says `belongs_to`: lookup paths from its row to an organisation, in Django's own words, such as
``("worry__organisation",)``. The organisation of the first path keeps the row, and its key seals it; whoever
is at the end of another path may be shown the row as well. An empty tuple says that the row is everybody's,
such as the directory: whatever is sealed in it is sealed with the service's own key.

While a page is made, the service acts for one organisation (`acting_for`), or for nobody where nobody is
signed in. On PostgreSQL the database itself then keeps the rows of all others back (`config.walls`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from django.apps import apps

EVERYBODY, NOBODY = "*", ""
_acting: ContextVar[str] = ContextVar("acting", default=EVERYBODY)  # commands and the worker serve everybody


def acts_for() -> str:
    """The id of the organisation that is acted for now; EVERYBODY, or NOBODY."""
    return _acting.get()


def act_for(organisation) -> None:
    """Act for this organisation's id from now on, to the end of the page that is being made."""
    _acting.set(str(organisation) if organisation else NOBODY)


@contextmanager
def acting_for(organisation) -> Iterator[None]:
    """Act for this organisation's id meanwhile; for EVERYBODY in the few reads that need it."""
    token = _acting.set(str(organisation) if organisation else NOBODY)
    try:
        yield
    finally:
        _acting.reset(token)


def act_for_keeper_of(row) -> None:
    """Act for whoever keeps `row`: for a visitor who has shown the secret of a link, and nothing else."""
    if acts_for() != EVERYBODY:
        with acting_for(EVERYBODY):
            keeper = keeper_of(row)
        act_for(keeper)


def paths_of(model) -> tuple[str, ...]:
    """The paths of one model; of the table between two, those of the model that declares it."""
    field = _declaring(model)
    if field is None:
        return tuple(_as_it_is_now(model).belongs_to)
    return tuple(f"{field}__{path}" for path in _source(model).belongs_to)


def keeper_of(row):
    """The id of the organisation that keeps `row`; None where it is everybody's, or belongs to nobody yet.

    Follows the first path through what is at hand, and asks the database only for what is not.
    """
    steps = _steps(type(row))
    for step in steps[:-1]:
        row = getattr(row, step)
        if row is None:
            return None
    return getattr(row, steps[-1]) if steps else None


@cache
def _steps(model) -> tuple[str, ...]:
    """What to read one after another: objects, and at the end the bare key, which needs no query."""
    paths = paths_of(model)
    if not paths:
        return ()
    *through, last = paths[0].split("__")
    return (*through, f"{last}_id")


def _source(model):
    return next(field.related_model for field in model._meta.get_fields() if field.name == _declaring(model))


def _declaring(model) -> str | None:
    """The name of the key to the model that declares this table, where Django made the table by itself."""
    declares = model._meta.auto_created
    return declares and declares._meta.model_name or None


def _as_it_is_now(model):
    """The model itself, where `model` is what a migration sees, which says nothing of belonging."""
    return model if hasattr(model, "belongs_to") else apps.get_model(model._meta.label)
