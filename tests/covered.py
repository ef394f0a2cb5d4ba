"""What stands behind a share, for tests, put in force by the real actions: agreement, assessment, notice."""

from sharewell.domain.agreements import actions as agreements
from tests.assessments import signed
from tests.domain.learning.test_policies import published

HEAD = "reference,kind,title_en,title_cy,state,parties,flows,in_force_from,review_on"


def agree(
    town, purpose="protect", pattern="routine", reference="SHA-2026-001", giver=None, to=None, keeper=None
):
    """An agreement in force, from the school to the council unless other bodies are named. The school's
    officer entered it, or the one of another `keeper`.
    """
    by = keeper or town.at_school["data-protection-officer"]
    giver, to = giver or town.school, to or town.council
    row = (
        f"{reference},data-sharing-agreement,Keeping children safe together,Cadw plant yn ddiogel,in-force,"
        f"{giver.name_en}; {to.name_en},{giver.name_en} > {to.name_en}: {purpose} ({pattern}),"
        "2026-04-01,2027-10-01"
    )
    [made], _stood = agreements.take_over_register(
        organisation=by.organisation, data=f"{HEAD}\r\n{row}".encode(), by=by
    )  # fmt: skip
    return made


def assess(town, purpose="protect", kinds=("childrens-services",), named=()):
    """An assessment of the school's, signed off."""
    names = [str(body.pk) for body in named]
    return signed(town, recipients={"purposes": [purpose], "kinds": list(kinds), "named": names})


def give_notice(town):
    """The Version of a privacy notice of the school's that is in force."""
    _policy, version = published(town.at_school["data-protection-officer"])
    return version
