"""What imports cannot show: every foreign key points down the list of rooms, or stays in its own."""

from django.apps import apps
from django.conf import settings


def test_every_foreign_key_points_down_the_list_of_rooms():
    below = {room: settings.ROOMS[settings.ROOMS.index(room) :] for room in settings.ROOMS}
    up = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for room in settings.ROOMS
        for model in apps.get_app_config(room).get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation and (field.concrete or field.many_to_many) and not field.auto_created
        if field.related_model._meta.app_label not in below[room]
    ]
    assert up == []


def test_the_log_points_at_nothing():
    fields = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_app_config("audit").get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.related_model._meta.app_label != "audit"
    ]
    assert fields == []
