"""From what a walk found and what the service knows to the case of one child and one recipient.

A case is nested as in the case contract; a flat one has keys such as "worry.risk". Nothing here reads a
table.
"""

from sharewell.rules.case import nested

# What a walk says of one child does not hold for the next.
OF_THE_CHILD = ("understands", "wants-sharing", "care-needs", "at-risk-of-harm", "cannot-protect-self")


def flat(case):
    """{"worry": {"risk": "none"}} as {"worry.risk": "none"}; what is flat stays so. Back: `nested`."""
    found = {}
    for key, value in case.items():
        if isinstance(value, dict) and "." not in key:
            found |= {f"{key}.{name}": inner for name, inner in value.items()}
        else:
            found[key] = value
    return found


def known_of(organisation, starts=()):
    """What the service knows of the sharer, as flat facts: nobody signed in is asked for these.

    `starts` are the StartDate rows that the organisation's own lawyers confirmed.
    """
    facts = {f"sharer.{name}": value for name, value in organisation.as_sharer().items()}
    facts["nation"] = organisation.nation
    if organisation.policy_document_live is not None:
        facts["arrangement.policy-document"] = organisation.policy_document_live
    if starts:
        facts["law.starts"] = {row.provision: row.starts_on.isoformat() for row in starts}
    return facts


def pair(answers, *, organisation, child, to, day, starts=(), is_first_child=True, also=None):
    """The nested case of one child and one recipient.

    `answers` is the walk's nested case; `also` holds flat answers that belong to this pair alone. The
    walk's facts of the recipient stay only where it was about the same kind; its facts of the child only
    for the first child. `starts` as `known_of` takes them.
    """
    facts = {key: value for key, value in flat(answers).items() if key != "name"}
    walked_to = facts.get("recipient.kind")
    recipient = {f"recipient.{name}": value for name, value in to.as_recipient().items()}
    if walked_to != recipient["recipient.kind"]:
        facts = {key: value for key, value in facts.items() if not key.startswith("recipient.")}
    child_facts = {f"child.{name}": value for name, value in child.as_facts(day).items()}
    if child_facts:
        facts = {key: value for key, value in facts.items() if key not in ("child.age", "child.stage")}
    if not is_first_child:
        dropped = {f"child.{name}" for name in OF_THE_CHILD} | {"child.age", "child.stage"}
        facts = {key: value for key, value in facts.items() if key not in dropped}
    facts.pop("law.starts", None)  # those of today hold, not those of the day of the walk
    return nested(
        facts
        | known_of(organisation, starts)
        | {"date": day.isoformat()}
        | recipient
        | child_facts
        | (also or {})
    )


def decidable(case):
    """The case with a purpose: where nobody knows one, it is taken to be protecting the child."""
    worry = case.get("worry", {})
    if worry.get("purpose", "unknown") != "unknown":
        return case
    return case | {"worry": worry | {"purpose": "protect"}}


def belongs_to(key):
    """Who an open question is about: "child", "recipient", or "all" where one answer serves every pair."""
    table = key.partition(".")[0]
    return table if table in ("child", "recipient") else "all"
