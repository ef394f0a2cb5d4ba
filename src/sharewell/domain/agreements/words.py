"""What an agreement is found by: one folded line of its title, parties, purposes and reference."""

from sharewell import rules
from sharewell.minimising import canonical


def words_of(agreement) -> str:
    """The line that `Agreement.words` holds: both languages, without accents or capitals."""
    bodies = [party.organisation for party in agreement.parties.select_related("organisation")]
    purposes = set(agreement.flows.values_list("purpose", flat=True))
    return words_from(agreement.reference, (agreement.title_en, agreement.title_cy), bodies, purposes)


def words_from(reference, titles, organisations, purposes) -> str:
    """The same from what it is made of: the titles, the organisations that are parties, ids of purposes."""
    said = [reference, *titles]
    for organisation in organisations:
        said += [organisation.name_en, organisation.name_cy]
    ruleset = rules.current()
    for purpose in sorted(purposes):
        said += [purpose, *(ruleset.say("worry.purpose", purpose, lang) for lang in ("en", "cy"))]
    return canonical(" ".join(dict.fromkeys(each for each in said if each)))
