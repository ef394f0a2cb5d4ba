"""The package as one PDF: everything that was sent is in it, and nothing that was not."""

import io

import pikepdf
import pypdfium2
from django.utils.translation import override

from sharewell.domain.deliveries import actions, printouts
from sharewell.minimising import scan_bytes
from tests.domain.deliveries.town import fresh, send
from tests.minimising import files

LINE = "Seen at the surgery on Monday."


def words_of(data):
    document = pypdfium2.PdfDocument(data)
    return "".join(page.get_textpage().get_text_range() for page in document)


def attach(delivery, town, data, about):
    paper = actions.attach_file(delivery=delivery, data=data, name="original.x", about=about, by=town.teacher)
    if paper.unsearched:
        actions.confirm_no_address(delivery=delivery, key=f"paper:{paper.pk}", by=town.teacher)
    return paper


def test_pages_pictures_and_plain_words_are_all_in_the_one_pdf(town, to_council):
    attach(to_council, town, files.pdf([LINE], pages=2), "A letter")
    attach(to_council, town, files.jpeg(secret="GPS note"), "A photograph of the bruise")
    attach(to_council, town, b"Noted at the gate.\n\nHe was cold.", "A note")
    sent = fresh(send(to_council, town.teacher))
    for lang in ("en", "cy"):
        with override(lang):
            data = printouts.package_pdf(sent)
            assert data == printouts.package_pdf(sent)
        assert "Noted at the gate." in words_of(data)
        assert "He was cold." in words_of(data)
        with pikepdf.open(io.BytesIO(data)) as document:
            told = [
                str(thing.Alt)
                for thing in document.objects
                if isinstance(thing, pikepdf.Dictionary) and "/Alt" in thing
            ]
        assert [alt for alt in told if LINE in alt][1:], "each page's words stand behind its picture"
        assert "A photograph of the bruise" in told
        assert not scan_bytes(data, ["GPS note", "original.x"])
