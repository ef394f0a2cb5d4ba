"""Brings the invented county to life, through the same actions that the pages call.

The county is TOML (see `examples/README.md`). Days are counted back from today, so the demo never goes stale.
"""

import tomllib
from datetime import datetime, time, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from sharewell.config.county_agreements import load_agreements, load_register
from sharewell.config.county_assessments import load_assessments
from sharewell.config.county_policies import load_policies
from sharewell.domain.children import actions as children
from sharewell.domain.decisions import actions as decisions
from sharewell.domain.deliveries import actions as deliveries
from sharewell.domain.deliveries import outbox, packages
from sharewell.domain.organisations import actions as organisations
from sharewell.domain.oversight import actions as oversight
from sharewell.domain.oversight.standards import standards
from sharewell.domain.requests import actions as requests

SET_UP = "system"
END_OF_SCHOOL = time(15, 20)


def read(folder: Path, name: str) -> dict:
    """One file of the county."""
    return tomllib.loads((folder / f"{name}.toml").read_text("utf-8"))


class County:
    """What has been brought to life so far, each thing by its id in the files."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.now = timezone.now()
        self.areas, self.organisations, self.front_doors = {}, {}, {}
        self.people, self.children = {}, {}
        self.decisions = {}  # by child and recipient

    @transaction.atomic
    def set_up(self):
        """Areas, organisations, the directory and the people who sign in: all of it, or nothing."""
        self._add_areas()
        self._add_organisations()
        self._set_front_doors()
        self._add_people()

    @transaction.atomic
    def load(self):
        """The whole county, with families and worries under way: all of it, or nothing."""
        self.set_up()
        load_policies(self, read(self.folder, "policies"))
        load_assessments(self, read(self.folder, "assessments"))
        load_register(self, (self.folder / "register.csv").read_bytes())
        load_agreements(self, read(self.folder, "agreements"))
        self._add_families()
        for row in read(self.folder, "worries")["worry"]:
            with override(self.people[row["raised_by"]].language):
                self._raise(row)
        for row in read(self.folder, "worries")["emergency"]:
            self._tell_of(row)
        for row in read(self.folder, "forms")["form"]:
            self._fill_in(row)
        for row in read(self.folder, "self-assessments")["self_assessment"]:
            self._assess(row)

    def days_ago(self, days):
        """The end of the school day, so many days ago; now, where it is none."""
        then = timezone.localtime(self.now) - timedelta(days=days)
        return datetime.combine(then.date(), END_OF_SCHOOL, then.tzinfo) if days else self.now

    # --- Places and organisations ------------------------------------------------------------------

    def _add_areas(self):
        for row in read(self.folder, "areas")["area"]:
            self.areas[row["id"]] = organisations.add_area(
                **in_both("name", row["name"]),
                **in_both("day_hours", row["day_hours"]),
                nation=row["nation"],
                day_phone=row["day_phone"],
                night_phone=row["night_phone"],
                checked_on=row["checked_on"],
                by=SET_UP,
            )

    def _add_organisations(self):
        for row in read(self.folder, "organisations")["organisation"]:
            organisation = organisations.add_organisation(
                **in_both("name", row["name"]),
                kind=row["kind"],
                nation=row["nation"],
                area=self.areas[row["area"]],
                is_here=row["is_here"],
                designated=row.get("designated"),
                policy_document_live=row.get("policy_document"),
                by=SET_UP,
            )
            self.organisations[row["id"]] = organisation
            entries = [self._add_entry(organisation, entry) for entry in row["entry"]]
            self.front_doors[row["id"]] = entries[0]

    def _add_entry(self, organisation, row):
        facts = {name: value for name, value in row.items() if name != "role"}
        return organisations.add_entry(
            organisation=organisation,
            area=organisation.area,
            **in_both("role", row["role"]),
            **facts,
            by=SET_UP,
        )

    def _set_front_doors(self):
        for row in read(self.folder, "areas")["area"]:
            organisations.set_front_door(
                area=self.areas[row["id"]], entry=self.front_doors[row["front_door"]], by=SET_UP
            )

    # --- People and families -----------------------------------------------------------------------

    def _add_people(self):
        for row in read(self.folder, "people")["person"]:
            self.people[row["id"]] = organisations.add_person(
                organisation=self.organisations[row["organisation"]],
                email=row["email"],
                name=row["name"],
                role=row["role"],
                language=row.get("language", "en"),
                password=row.get("password"),
                totp_secret=row.get("second_factor"),
                by=SET_UP,
            )

    def _add_families(self):
        for number, row in enumerate(read(self.folder, "families")["child"]):
            keeper = self._keeper(self.organisations[row["kept_by"]])
            child = children.add_child(
                by=keeper,
                name=row["name"],
                born_on=row["born_on"],
                other_names="\n".join(row.get("other_names", [])),
                notes=row.get("notes", ""),
                at=self.days_ago(40) + timedelta(minutes=number),
            )
            self.children[row["id"]] = child
            people = {
                person["name"]: children.add_linked_person(child=child, by=keeper, **person)
                for person in row.get("person", [])
            }
            for place in row.get("place", []):
                add = children.add_safe_address if place.get("shielded") else children.add_place
                add(
                    child=child,
                    by=keeper,
                    address=place["address"],
                    linked_person=people.get(place.get("of")),
                )

    def _keeper(self, organisation):
        """The first person of an organisation: it is they who wrote its children down."""
        return next(person for person in self.people.values() if person.organisation_id == organisation.pk)

    # --- Worries under way -------------------------------------------------------------------------

    def _raise(self, row):
        by, at = self.people[row["raised_by"]], self.days_ago(row["days_ago"])
        worry = decisions.raise_worry(
            by=by,
            children=[self.children[name] for name in row["children"]],
            entries=[entry | {"happened_on": timezone.localdate(at)} for entry in row["entry"]],
            answers=row.get("facts", {}),
            at=at,
        )
        for decision in row.get("decision", []):
            self._decide(worry, decision, by, at)
        if advice := row.get("advice"):
            of = self.people[advice["asked_of"]]
            decisions.ask_advice(worry=worry, by=by, of=of, question=advice["question"], at=at)

    def _decide(self, worry, row, by, at):
        day = timezone.localdate(at)
        decision = decisions.record_decision(
            worry=worry,
            child=self.children[row["child"]],
            to=self.front_doors[row["to"]],
            choice=row["choice"],
            reason=row["reason"],
            review_on=day + timedelta(days=row["review_in_days"]) if "review_in_days" in row else None,
            telling=row.get("telling", ""),
            telling_reason=row.get("telling_reason", ""),
            limb=row.get("limb", ""),
            limb_why=row.get("limb_why", ""),
            by=by,
            at=at,
        )
        self.decisions[row["child"], row["to"]] = decision
        if row.get("send"):
            delivery = deliveries.prepare_delivery(decision=decision, by=by, at=at)
            shown = packages.digest(packages.build(delivery))
            deliveries.send_delivery(delivery=delivery, shown=shown, by=by, at=at)
            outbox.drain(at=at)
            self._answer(delivery, row.get("answered"), at)

    def _answer(self, delivery, row, sent_at):
        """Somebody opened what came into their inbox, and answered."""
        if row:
            at = sent_at + timedelta(hours=row["hours_after"])
            opening = deliveries.open_in_inbox(delivery=delivery, by=self.people[row["by"]], at=at)
            deliveries.answer(opening=opening, kind=row["kind"], words=row["words"], at=at)

    # --- Forms of the code, and how a school assesses itself -----------------------------------------

    def _fill_in(self, row):
        by, at = self.people[row["by"]], self.days_ago(row["days_ago"])
        decision = self.decisions[row["child"], row["to"]] if "child" in row else None
        form = requests.begin_form(
            kind=row["kind"], decision=decision, is_received=row.get("is_received", False), by=by, at=at
        )
        form = requests.save_answers(form=form, said=row["said"], by=by, lang=by.language, at=at)
        if row.get("is_finished"):
            requests.finish_form(form=form, by=by, at=at)

    def _assess(self, row):
        by, at = self.people[row["by"]], self.days_ago(row["days_ago"])
        asked = [each.id for each in standards().measures.values() if each.is_asked]
        said = {
            key: {"level": row.get("but", {}).get(key, row["level"]), "how": row["how"]}
            for key in row.get("only", asked)
        }
        assessment = oversight.begin_self_assessment(by=by, at=at)
        oversight.answer_measures(assessment=assessment, said=said, by=by, lang=by.language, at=at)
        if "only" not in row:
            oversight.finish_self_assessment(assessment=assessment, by=by, at=at)

    def _tell_of(self, row):
        by, at = self.people[row["by"]], self.days_ago(row["days_ago"])
        decisions.record_emergency(
            by=by,
            nation=by.organisation.nation,
            children=[self.children[name] for name in row["children"]],
            seen=row["seen"],
            childs_words=row["childs_words"],
            calls=[call_at(call, at) for call in row["call"]],
            at=at,
        )


def call_at(row: dict, began) -> dict:
    """A call as `record_emergency` takes it; `began` is when the emergency began."""
    moment = began + timedelta(minutes=row["minutes_after"])
    return {name: row[name] for name in ("text", "spoke_to", "is_checked")} | {"moment": moment}


def in_both(column: str, words: dict) -> dict:
    """{"en": .., "cy": ..} as the two columns of a two-language text."""
    return {f"{column}_en": words["en"], f"{column}_cy": words["cy"]}
