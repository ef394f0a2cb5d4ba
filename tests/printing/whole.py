"""Documents with every block, for the tests of the three faces."""

from sharewell.printing import documents as d

from .samples import picture

DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 90">'
    b'<rect width="400" height="90" fill="#e8f0ef"/>'
    b'<circle cx="60" cy="45" r="30" fill="#0b5259"/><circle cx="340" cy="45" r="30" fill="#0b5259"/>'
    b'<path d="M95 45h210" stroke="#10242b" stroke-width="3"/></svg>'
)
OLD = {
    "en": "The council gives the names of children to the school each month.",
    "cy": "Mae'r cyngor yn rhoi enwau plant i'r ysgol bob mis.",
}
NEW = {
    "en": "The council gives the names and birthdays of children to the school every week.",
    "cy": "Mae'r cyngor yn rhoi enwau a phen-blwyddi plant i'r ysgol bob wythnos.",
}


def whole(lang: str, **changes) -> d.Document:
    """A sharing agreement between invented bodies, with every kind of block in it."""
    told = {
        "title": {
            "en": "Sharing between Fallowshire and its schools",
            "cy": "Rhannu rhwng Fallowshire a'i hysgolion",
        },
        "lang": lang,
        "reference": "FS-2026-003",
        "at": "2026-11-22",
        "status": {"en": "Draft", "cy": "Drafft"},
        "author": "Fallowshire Council",
        "blocks": BLOCKS,
    }
    return d.Document(**(told | changes))


BLOCKS = [
    d.Heading({"en": "Why we share", "cy": "Pam rydym yn rhannu"}),
    d.Para(
        {
            "en": "To keep children safe at school.\nNobody waits for this paper to do so.",
            "cy": "I gadw plant yn ddiogel yn yr ysgol.\nNid oes neb yn aros am y papur hwn i wneud hynny.",
        }
    ),
    d.Para({"en": "This paragraph was written in English alone.", "cy": ""}),
    d.Para(
        [d.Run({"en": "Controller", "cy": "Rheolydd"}, "term"), " = ", d.Run("Fallowshire Council", "strong")]
    ),
    d.Note({"en": "This is not in force.", "cy": "Nid yw hwn mewn grym."}, "warning"),
    d.Note({"en": "Ask the officer.", "cy": "Gofynnwch i'r swyddog."}),
    d.Heading({"en": "The parties", "cy": "Y partïon"}, 2),
    d.Facts(
        [
            ({"en": "Made by", "cy": "Gwnaed gan"}, "Fallowshire Council"),
            ({"en": "In force from", "cy": "Mewn grym o"}, d.when("2027-01-04")),
            (
                {
                    "en": "Whose words they are, said at length",
                    "cy": "Geiriau pwy ydynt, wedi'u dweud yn hir",
                },
                "x",
            ),
            ({"en": "Left out", "cy": "Hepgorwyd"}, ""),
        ]
    ),
    d.Bullets(
        [{"en": "Ysgol Glan-yr-afon", "cy": "Ysgol Glan-yr-afon"}, {"en": "The police", "cy": "Yr heddlu"}]
    ),
    d.Numbered([{"en": "First ask", "cy": "Gofyn yn gyntaf"}, {"en": "Then give", "cy": "Yna rhoi"}]),
    d.Numbered([{"en": "Counted anew", "cy": "Wedi'i gyfrif o'r newydd"}]),
    d.Heading({"en": "Flows", "cy": "Llifoedd"}, 2),
    d.Table(
        [
            {"en": "Who gives", "cy": "Pwy sy'n rhoi"},
            {"en": "What", "cy": "Beth"},
            {"en": "How often", "cy": "Pa mor aml"},
        ],
        [
            ["Fallowshire Council", {"en": "names and birthdays", "cy": "enwau a phen-blwyddi"}, ""],
            ["Ysgol Glan-yr-afon", {"en": "who is not in school", "cy": "pwy sydd ddim yn yr ysgol"}, "1"],
        ]
        * 14,
        caption={"en": "Who gives what", "cy": "Pwy sy'n rhoi beth"},
    ),
    d.Table(["A", "B"], [["1", "2"]]),
    d.Heading({"en": "What changed", "cy": "Beth a newidiodd"}, 3),
    d.Para({lang: d.redline(OLD[lang], NEW[lang]) for lang in OLD}),
    d.Picture(
        DRAWING,
        {"en": "A line from the council to the school", "cy": "Llinell o'r cyngor i'r ysgol"},
        {"en": "Who gives to whom", "cy": "Pwy sy'n rhoi i bwy"},
    ),
    d.Picture(picture(), {"en": "A photograph of the school", "cy": "Ffotograff o'r ysgol"}),
    d.PageBreak(),
    d.Heading({"en": "Signatures", "cy": "Llofnodion"}),
    d.Signatures(
        [
            d.Signature(
                "Fallowshire Council",
                {"en": "Director", "cy": "Cyfarwyddwr"},
                "Ann Lee",
                "2026-11-20T10:00:00+00:00",
                {"en": "through an account", "cy": "drwy gyfrif"},
            ),
            d.Signature("Ysgol Glan-yr-afon", {"en": "Head", "cy": "Pennaeth"}),
        ]
    ),
]
