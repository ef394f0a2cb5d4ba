"""One flow in words: who gives what to whom, why, how, and what it rests on."""

from sharewell.domain.agreements import grounds
from sharewell.domain.agreements.documents.tongues import spoken_in
from sharewell.domain.agreements.documents.words import LANGUAGES, W, in_both, said_in


def flow_heading(flow):
    """Its heading in both languages, such as “Flow 2”."""
    return {lang: f"{W['flow'][lang]} {flow['number']}" for lang in LANGUAGES}


def flow_pieces(content, flow):
    """All that is said of it, a line each, in both languages and in pieces with their language."""
    return {lang: _pieces_in(content, flow, lang) for lang in LANGUAGES}


def _pieces_in(content, flow, lang):
    pieces = []
    for term, value in flow_pairs(content, flow):
        said = [piece for piece in _spoken(value, lang) if piece[0]]
        if said:
            pieces += [("\n" if pieces else "", ""), (f"{term[lang]}: ", ""), *said]
    return [piece for piece in pieces if piece[0]]


def _spoken(value, lang):
    """A value in pieces; a list is said one after another."""
    parts = value if isinstance(value, list) else [value]
    return [spoken_in(part, lang) if isinstance(part, dict) else (str(part), "") for part in parts]


def flow_pairs(content, flow):
    """(term, value) of one flow; a value may be empty, or a list of what is said one after another."""
    names = {party["id"]: party["name"] for party in content["parties"]}
    pattern, often = grounds.say("arrangement.pattern", flow["pattern"]), flow["often"]
    return [
        (W["gives"], in_both(lambda lang: said_in(names[flow["giver"]], lang))),
        (W["receives"], in_both(lambda lang: _joined(flow["receivers"], names, lang))),
        (W["about"], flow["about"]),
        (W["items"], flow["items"]),
        (W["sorts"], in_both(lambda lang: ", ".join(W[sort][lang] for sort in flow["sorts"]))),
        (W["purpose"], grounds.say("worry.purpose", flow["purpose"])),
        (W["why"], flow["why"]),
        (W["often"], [pattern, ". ", often] if any(often.values()) else pattern),
        (W["trigger"], flow["trigger"]),
        (W["secured"], flow["secured"]),
        (W["kept"], flow["kept"]),
        (W["rests"], in_both(lambda lang: "\n".join(_rests(flow, names, lang)))),
    ]


def _joined(ids, names, lang):
    return ", ".join(sorted(said_in(names[pk], lang) for pk in ids))


def _rests(flow, names, lang):
    for row in flow["bases"]:
        named = [grounds.title(row[what]) for what in ("basis", "condition", "power") if row[what]]
        said = [each[lang] if isinstance(each, dict) else each for each in named]
        if said and row["party"] in names:
            yield f"{said_in(names[row['party']], lang)}: {'; '.join(said)}"
