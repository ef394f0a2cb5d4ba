"""An assessment prints at every stage, in each language, and what is printed passes our checks."""

import pytest

from sharewell.domain.dpias import actions, contents
from sharewell.domain.dpias.documents import document_of
from sharewell.printing import documents as print_as
from tests.assessments import signed, written
from tests.people import build_town
from tests.printing.accessible import problems
from tests.printing.readable import problems_in_docx


def shipped(town):
    return actions.start_shipped(by=town.at_school["safeguarding-lead"])


@pytest.mark.django_db
@pytest.mark.parametrize("made", [shipped, written, signed], ids=["shipped", "written", "signed off"])
def test_it_prints_in_each_language(made):
    assessment = made(build_town())
    for lang in ("en", "cy", "both"):
        document = document_of(assessment, lang, contents.last_signed(assessment))
        assert problems(print_as.pdf(document)) == [], lang
        assert problems_in_docx(print_as.docx(document)) == [], lang
