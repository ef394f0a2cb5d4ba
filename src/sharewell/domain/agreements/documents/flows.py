"""One flow in words: who gives what to whom, why, how, and what it rests on."""

from sharewell.domain.agreements import grounds
from sharewell.domain.agreements.documents.words import LANGUAGES, W, in_both, said_in


def flow_heading(flow):
    """Its heading in both languages, such as “Flow 2”."""
    return {lang: f"{W['flow'][lang]} {flow['number']}" for lang in LANGUAGES}


def flow_lines(content, flow):
    """All that is said of it, a line each, in both languages."""
    return {
        lang: "\n".join(
            f"{said_in(term, lang)}: {_plain(value, lang)}"
            for term, value in flow_pairs(content, flow)
            if value
        )
        for lang in LANGUAGES
    }


def _plain(value, lang):
    return said_in(value, lang) if isinstance(value, dict) else str(value)


def flow_pairs(content, flow):
    """(term, value) of one flow; a value may be empty."""
    names = {party["id"]: party["name"] for party in content["parties"]}
    pattern = grounds.say("arrangement.pattern", flow["pattern"])
    return [
        (W["gives"], in_both(lambda lang: said_in(names[flow["giver"]], lang))),
        (W["receives"], in_both(lambda lang: _joined(flow["receivers"], names, lang))),
        (W["about"], flow["about"]),
        (W["items"], flow["items"]),
        (W["sorts"], in_both(lambda lang: ", ".join(W[sort][lang] for sort in flow["sorts"]))),
        (W["purpose"], grounds.say("worry.purpose", flow["purpose"])),
        (W["why"], flow["why"]),
        (
            W["often"],
            in_both(lambda lang: ". ".join(filter(None, (pattern[lang], said_in(flow["often"], lang))))),
        ),
        (W["trigger"], flow["trigger"]),
        (W["secured"], flow["secured"]),
        (W["kept"], flow["kept"]),
        (W["rests"], in_both(lambda lang: "\n".join(_rests(flow, names, lang)))),
    ]


def _joined(ids, names, lang):
    return ", ".join(sorted(said_in(names[pk], lang) for pk in ids))


def _rests(flow, names, lang):
    for row in flow["bases"]:
        said = [
            _plain(grounds.title(row[what]), lang) for what in ("basis", "condition", "power") if row[what]
        ]
        if said and row["party"] in names:
            yield f"{said_in(names[row['party']], lang)}: {'; '.join(said)}"
