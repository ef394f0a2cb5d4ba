"""Programs that fill an empty service by the real actions, and that go on writing in it."""

SHARE = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "sharewell.config.settings"
import django
django.setup()
from tests import migrated
migrated.migrate()
from tests.domain.deliveries import town as deliveries
from tests.people import build_town
town = build_town()
case = deliveries.worry_of(town)
for to in (town.front_door, town.gp):
    deliveries.send(deliveries.prepare(case, to, town.teacher), town.teacher)
from sharewell.domain.audit.actions import current_checkpoint
current_checkpoint()
"""

WRITE = """
import sys, time
from pathlib import Path
from sharewell.domain.decisions import actions as decisions
from sharewell.domain.decisions.models import Entry
stop, texts = Path(sys.argv[1]), {}
Path(sys.argv[1] + ".ready").touch()
while not stop.exists():
    text = f"Entry {len(texts)}"
    entry = decisions.add_entry(worry=case.worry, kind="fact", text=text, by=town.teacher)
    texts[entry.pk] = text
    assert Entry.objects.get(pk=entry.pk).text == text
    time.sleep(0.05)
assert all(Entry.objects.get(pk=pk).text == text for pk, text in texts.items())
print(len(texts))
"""
