"""A row of any table, made without its actions: for what has to hold of every table."""

from uuid import uuid4

from django.db import models
from django.utils import timezone

from sharewell.domain.belonging import paths_of
from sharewell.domain.children.hidden import HiddenAddressField
from sharewell.domain.organisations.models import Organisation, Person
from sharewell.domain.sealed import SealedBinaryField, SealedDateField, SealedJSONField


def filler(field):
    """Something for a column, where it does not matter what."""
    kinds = {
        models.DateTimeField: timezone.now(),
        models.DateField: timezone.localdate(),
        models.UUIDField: uuid4(),
        models.BooleanField: False,
        models.JSONField: [],
        models.IntegerField: 2,  # on the grid of a risk as well
        models.BinaryField: b"1" * 16,
        HiddenAddressField: "3 Filled Row",
        SealedJSONField: [],
        SealedDateField: timezone.localdate(),
        SealedBinaryField: b"filled",
    }
    for kind in type(field).__mro__:
        if kind in kinds:
            return kinds[kind]
    return "filled"[: field.max_length]


def fill(model, keeper, made):
    """A row of `model` whose own keys lead to `keeper`, whatever else is in it."""
    if model is Organisation:
        return keeper
    if model not in made:
        given = {}
        for field in model._meta.concrete_fields:
            if field.is_relation and (not field.null or field.name == "recipient"):
                given[field.name] = pointed_at(field.related_model, keeper, made)
            elif not field.is_relation and not field.null and (not field.has_default() or is_sealed(field)):
                given[field.attname] = filler(field)
        made[model] = model(**given)
        made[model].save(force_insert=True)
    return made[model]


def pointed_at(model, keeper, made):
    if model is Person:
        return Person.objects.filter(organisation=keeper).first()
    if paths_of(model) or model is Organisation:
        return fill(model, keeper, made)
    return model._base_manager.first()


def is_sealed(field):
    return isinstance(field, SealedBinaryField)
