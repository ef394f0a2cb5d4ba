"""An assessment prints so that everybody can read it: tagged PDF, and Word, in each language."""

import pytest

from sharewell.domain.dpias import actions, contents
from sharewell.domain.dpias.documents import document_of
from sharewell.printing import documents
from tests.assessments import signed
from tests.printing.accessible import problems
from tests.printing.readable import problems_in_docx


@pytest.mark.parametrize("lang", ["en", "cy", "both"])
def test_the_shipped_one_prints(town, lang):
    document = document_of(actions.start_shipped(by=town.lead), lang)
    assert problems(documents.pdf(document)) == []
    assert problems_in_docx(documents.docx(document)) == []


def test_what_was_signed_off_prints_as_it_was(town):
    made = signed(town)
    before = documents.pdf(document_of(made, "en", contents.last_signed(made)))
    made.title_en = "Something else"
    made.save(update_fields=["title_en"])
    assert documents.pdf(document_of(made, "en", contents.last_signed(made))) == before
