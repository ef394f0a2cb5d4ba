"""Everything known to the case is found, in thousands of invented notes, however it is written there."""

import random
import unicodedata

import pytest

from sharewell.minimising import Index, Known, find
from sharewell.minimising.folding import fold
from sharewell.minimising.variants import ORDINARY


def words(text):
    return text.split()


FIRST = words("""
Siân Tomos Rhian Ffion Llŷr Angharad Gwenllian Aoife Niamh Séamus Zofia Łukasz Agnieszka Mohammed Amina
Oluwaseun Chidi Nguyễn Priya Harpreet Yusuf Fatima José Zoë Björn Chloe Callum Charlotte Will Grace Jo
Kwame Ahmed Eleri
""")
LAST = words("""
Pugh Williams-Jones O'Brien McDonald Llewelyn Kowalska Nowak Iqbal Begum Adeyemi Mensah Sharma Singh
Çelik Núñez Müller D'Souza Ní-Bhriain St-Clair Hughes Owain Macleod Fitzgerald Price Young Ap-Rhys
Nakamura Oyelaran Popescu
""")
STREETS = [
    "Llewelyn Street",
    "Heol y Bont",
    "St Mary's Road",
    "Upper Church Lane",
    "Ffordd Caernarfon",
    "Maes y Dderwen",
    "Victoria Terrace",
    "Queen's Crescent",
    "Rhodfa'r Môr",
    "Old Mill Close",
    "Gerddi'r Castell",
    "Station Approach",
]
FILLING = [
    "seen on the way home and said that all was well",
    "the class went swimming after lunch",
    "a call was made and nobody answered",
    "he did not want to go in",
    "it was cold and the coat was thin",
    "we will look again next week",
]


def bare(text):
    parts = unicodedata.normalize("NFD", text)
    return "".join(c for c in parts if not unicodedata.combining(c))


ANY_TEXT = [
    lambda s: s,
    str.upper,
    str.lower,
    bare,
    lambda s: unicodedata.normalize("NFD", s),
    lambda s: s.replace("'", "’"),
    lambda s: s.replace("'", ""),
    lambda s: s.replace(" ", "\n"),
    lambda s: s.replace(" ", "  "),
    lambda s: s.replace(" ", "\u00a0"),
    lambda s: f"{s}'s",
    lambda s: f"({s})",
    lambda s: f"“{s}”,",
    lambda s: s[:2] + "\u00ad" + s[2:],
    lambda s: s[:1] + "\u200b" + s[1:],
]
OF_NAME = [
    lambda first, last: f"{first} {last}",
    lambda first, last: f"{last}, {first}",
    lambda first, last: f"{last} {first}",
    lambda first, last: f"{first[0]}. {last}",
    lambda first, last: f"{first[0]} {last}",
    lambda first, last: f"Mrs {last}",
    lambda first, last: f"{first} {last[0]}",
    lambda first, last: f"{first}_{last}",
    lambda first, last: f"{first}.{last}",
    lambda first, last: f"{first}-{last}",
    lambda first, last: f"{first}{last}",
    lambda first, last: last,
]
OF_ADDRESS = [
    lambda n, s, p: f"{n} {s}",
    lambda n, s, p: f"{n}, {s}",
    lambda n, s, p: f"{n} {s}, Penmarian, {p}",
    lambda n, s, p: f"no. {n} {s}",
    lambda n, s, p: s,
    lambda n, s, p: f"{n} {s.replace('Street', 'St').replace('Road', 'Rd').replace('Lane', 'Ln')}",
    lambda n, s, p: f"{n} {s.replace('Terrace', 'Tce').replace('Crescent', 'Cres').replace('Close', 'Cl.')}",
    lambda n, s, p: f"{n} {s.replace('St ', 'Saint ').replace('Heol y', 'Heol-y')}",
    lambda n, s, p: p,
    lambda n, s, p: p.replace(" ", ""),
    lambda n, s, p: p.lower(),
    lambda n, s, p: p.replace(" ", "  "),
]
OF_PHONE = [
    lambda s: s,
    lambda s: f"{s[:5]} {s[5:]}",
    lambda s: f"{s[:5]} {s[5:8]} {s[8:]}",
    lambda s: f"+44{s[1:]}",
    lambda s: f"+44 {s[1:5]} {s[5:]}",
    lambda s: f"+44 (0){s[1:5]}-{s[5:8]}-{s[8:]}",
    lambda s: f"0044 {s[1:]}",
    lambda s: f"({s[:5]}) {s[5:]}",
    lambda s: " ".join([s[:3], s[3:5], s[5:7], s[7:9], s[9:]]),
]


@pytest.mark.parametrize("seed", range(3))
def test_nothing_known_is_missed(seed):
    chance, missed = random.Random(seed), []
    for _ in range(400):
        first, last = chance.choice(FIRST), chance.choice(LAST)
        number, street = f"{chance.randrange(1, 250)}{chance.choice(['', '', 'b'])}", chance.choice(STREETS)
        postcode = f"LL{chance.randrange(10, 78)} {chance.randrange(1, 9)}{chance.choice(['AX', 'BZ'])}"
        phone = f"07700900{chance.randrange(1000):03}"
        index = Index(
            [
                Known("name", f"{first} {last}"),
                Known("address", f"{number} {street}\nPenmarian\n{postcode}", shielded=True),
                Known("phone", phone),
            ]
        )
        for written in [
            chance.choice(ANY_TEXT)(chance.choice(OF_NAME)(first, last)),
            chance.choice(ANY_TEXT)(chance.choice(OF_ADDRESS)(number, street, postcode)),
            chance.choice(OF_PHONE)(phone),
        ]:
            text = f"{chance.choice(FILLING)} {written} {chance.choice(FILLING)}"
            # A name that is an ordinary word cannot be told from it in small letters: see test_finding.
            told_apart = not written.islower() or not {fold(first), fold(last)} & (ORDINARY | {"jo"})
            if told_apart and not any(finding.known for finding in find(text, index)):
                missed.append((first, last, street, written))
    assert missed == []
