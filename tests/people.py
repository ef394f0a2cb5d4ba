"""A small town for tests, built by the real actions: two organisations, their people, and a front door."""

from dataclasses import dataclass
from datetime import date

from sharewell.domain.children import actions as children
from sharewell.domain.organisations import actions as organisations
from sharewell.domain.organisations.states import ROLES

SYSTEM = "system"
PASSWORD = "otter-ladder-cotton"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
CHECKED = date(2026, 11, 2)


@dataclass
class Town:
    """`school` and `council` are organisations; `at_school[role]` and `at_council[role]` their people."""

    area: object
    school: object
    council: object
    surgery: object
    front_door: object
    gp: object
    at_school: dict
    at_council: dict
    another_teacher: object

    @property
    def teacher(self):
        return self.at_school["practitioner"]

    @property
    def lead(self):
        return self.at_school["safeguarding-lead"]


def build_town():
    """Build it. Names are invented; addresses end in .example."""
    area = organisations.add_area(
        by=SYSTEM, name_en="Fallowshire", nation="england", day_phone="01632 960101",
        night_phone="01632 960102", day_hours_en="Monday to Friday, 8:30am to 5pm", checked_on=CHECKED,
    )  # fmt: skip

    def organisation(name, kind, **more):
        return organisations.add_organisation(
            by=SYSTEM, name_en=name, kind=kind, nation="england", area=area, **more
        )

    school = organisation("Sandlebury Hill Academy", "academy", is_here=True)
    council = organisation("Fallowshire children's services", "childrens-services", is_here=True)
    surgery = organisation("Mill Lane Surgery", "gp")
    front_door = organisations.add_entry(
        by=SYSTEM, organisation=council, role_en="Front door duty team", ways=["inbox", "telephone"],
        email="frontdoor@fallowshire.example", phone="01632 960101", checked_on=CHECKED,
    )  # fmt: skip
    gp = organisations.add_entry(
        by=SYSTEM, organisation=surgery, role_en="Safeguarding doctor", ways=["link"],
        email="safeguarding@milllane.example", phone="01632 960150", checked_on=CHECKED,
    )  # fmt: skip
    organisations.set_front_door(by=SYSTEM, area=area, entry=front_door)

    def person(organisation, role, name=""):
        place = "school" if organisation == school else "council"
        return organisations.add_person(
            by=SYSTEM, organisation=organisation, role=role, name=name or f"{place} {role}".title(),
            email=f"{name.split()[0] if name else role}@{place}.example", password=PASSWORD,
            totp_secret=SECRET,
        )  # fmt: skip

    return Town(
        area=area, school=school, council=council, surgery=surgery, front_door=front_door, gp=gp,
        at_school={role: person(school, role) for role in ROLES},
        at_council={role: person(council, role) for role in ROLES},
        another_teacher=person(school, "practitioner", "Imran Sheikh"),
    )  # fmt: skip


WALK = {
    "worry": {"risk": "significant", "purpose": "protect", "circumstances": []},
    "information": {"identifies": True, "special": True, "others": True, "scope": "needed"},
    "views": {"consent": "not-asked", "telling": "unsafe"},
    "asked": {"by": "nobody"},
    "recipient": {"kind": "childrens-services", "verified": True},
}


def add_tendai(by, **facts):
    """A child of seven."""
    return children.add_child(by=by, **({"name": "Tendai Marlow", "born_on": date(2019, 3, 14)} | facts))
