"""The conditions of data protection law that a decision rests on, and what each asks of who decides.

Schedule 1 of the Data Protection Act 2018: paragraph 18 asks for one of three reasons why there is no
consent; a condition of Part 2 asks for an appropriate policy document. An outcome and a case are as the
contract has them.
"""

PARAGRAPH_18 = ("9g/18", "10/18+36")
UNLAWFUL_ACTS = "10"  # disclosing to a competent authority is spared the policy document (paragraph 10)
NEEDED, POSSIBLE = "needed", "possible"


def relied_on(outcome):
    """The ids of the conditions that are recommended."""
    return [each["id"] for each in outcome["conditions"] if each["standing"] == "recommended"]


def limb_asked(outcome):
    """NEEDED where a recommended condition is paragraph 18, POSSIBLE where it would do as well, else ""."""
    standings = {each["standing"] for each in outcome["conditions"] if each["id"] in PARAGRAPH_18}
    if "recommended" in standings:
        return NEEDED
    return POSSIBLE if "available" in standings else ""


def limb_of(outcome):
    """The limb that the rules themselves find: "a", "b" or "c"; "" where paragraph 18 does not come in."""
    rows = [each for each in outcome["conditions"] if each["id"] in PARAGRAPH_18]
    return next((each["limb"] for each in rows if each.get("limb")), "")


def answered_by(case, limb):
    """The fact of a case that bears a limb out, as (key, value); None where nothing answered does."""
    views, child = case.get("views", {}), case.get("child", {})
    said = {
        "c": [("views.consent", views.get("consent"), ("unsafe-to-ask",)),
              ("views.telling", views.get("telling"), ("unsafe", "would-prejudice"))],
        "a": [("child.understands", child.get("understands"), ("no",)),
              ("child.age", child.get("age"), range(12))],
        "b": [("views.telling", views.get("telling"), ("no-time",))],
    }  # fmt: skip
    rows = said.get(limb, ())
    return next(((key, value) for key, value, bears_out in rows if value in bears_out), None)


def paragraphs_needing_policy(outcome, limb=""):
    """The paragraphs of Schedule 1 Part 2 that are relied on, as text: "18". Each needs a policy document.

    With a `limb` paragraph 18 is relied on, recommended or not.
    """
    ids = [*relied_on(outcome), *(PARAGRAPH_18[:1] if limb else ())]
    numbers = [_paragraph(each) for each in ids]
    return sorted({number for number in numbers if number and number != UNLAWFUL_ACTS})


def _paragraph(condition):
    """ "18" of "9g/18" and of "10/18+36"; "" for a condition outside Part 2 of Schedule 1."""
    head, _slash, tail = condition.partition("/")
    is_part_2 = head == "9g" or (head == "10" and tail.endswith("+36"))
    return tail.removesuffix("+36") if is_part_2 else ""
