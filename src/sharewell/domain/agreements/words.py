"""What an agreement is found by: one folded line of its title, parties, purposes and reference."""

from sharewell import rules
from sharewell.minimising import canonical


def words_of(agreement) -> str:
    """The line that `Agreement.words` holds: both languages, without accents or capitals."""
    said = [agreement.reference, agreement.title_en, agreement.title_cy]
    for party in agreement.parties.select_related("organisation"):
        said += [party.organisation.name_en, party.organisation.name_cy]
    ruleset = rules.current()
    for purpose in sorted(set(agreement.flows.values_list("purpose", flat=True))):
        said += [purpose, *(ruleset.say("worry.purpose", purpose, lang) for lang in ("en", "cy"))]
    return canonical(" ".join(dict.fromkeys(each for each in said if each)))
