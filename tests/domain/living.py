"""A program that fills an empty service with one worry that was shared and answered, by the real actions."""

SHARE = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "sharewell.config.settings"
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.domain.deliveries import town as deliveries
from tests.people import build_town
town = build_town()
case = deliveries.worry_of(town)
for to in (town.front_door, town.gp):
    deliveries.send(deliveries.prepare(case, to, town.teacher), town.teacher)
from sharewell.domain.audit.actions import current_checkpoint
current_checkpoint()
"""
