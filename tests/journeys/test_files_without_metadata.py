"""A real PDF and a photograph with GPS data: neither metadata nor the shielded address arrives."""

import io

import pikepdf
import pypdfium2
from PIL import ExifTags, Image, ImageDraw

from sharewell.minimising import Known, scan_bytes, shielded_strings
from sharewell.printing import pdf
from tests.journeys.conftest import look_at, press
from tests.journeys.road import COUNCIL, Road

REFUGE = "Flat 2, 31 Larkspur Way, Quillbourne, FX1 4TN"
HERS = "Flat 5, 14 Withy Court, Tarrowmouth, FX7 2QD"  # examples/families.toml: never shown on these pages
AUTHOR = "Norma Thistlewood"


def photograph() -> bytes:
    """A photograph as a telephone takes it: who, when, with what, and where."""
    image = Image.new("RGB", (640, 480), "#b9a38f")
    ImageDraw.Draw(image).ellipse((250, 180, 330, 260), fill="#6b4a5e")
    exif = Image.Exif()
    exif[ExifTags.Base.Artist], exif[ExifTags.Base.Model] = AUTHOR, "PocketCam 9"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (51.0, 28.0, 40.4), 3: "W", 4: (0.0, 0.0, 5.4)})
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    assert Image.open(io.BytesIO(out.getvalue())).getexif().get_ifd(ExifTags.IFD.GPSInfo)
    return out.getvalue()


def document(*paragraphs: str) -> bytes:
    """A PDF with text, and with an author, a title and a note that its pages do not show."""
    headings = [{"heading": f"Part {number}", "answer": text} for number, text in enumerate(paragraphs, 1)]
    made = pdf("form", {"to": "School office", "headings": headings}, "en")
    with pikepdf.open(io.BytesIO(made)) as paper:
        paper.docinfo["/Author"], paper.docinfo["/Subject"] = AUTHOR, f"Moved to {REFUGE}"
        with paper.open_metadata() as metadata:
            metadata["dc:creator"] = [AUTHOR]
        out = io.BytesIO()
        paper.save(out)
    assert AUTHOR.encode() in out.getvalue() or b"Thistlewood" in out.getvalue()
    return out.getvalue()


def test_what_arrives_holds_neither_metadata_nor_the_shielded_address(visit, service):
    # Given a worry about a child whose new address must not be disclosed
    page = visit("amina-yusuf", scripts="blocked")
    road = Road(page, service)
    road.get_an_answer()
    road.record_this()
    road.write_down(to=[COUNCIL], known=["Esi Ansah-Reed"], fact="She came without a coat again.")
    road.decide_to_share()
    assert HERS not in page.content()
    address = HERS
    look_at_the_release(page)
    # When the teacher attaches a photograph with GPS data, a clean PDF, and one that holds the address
    road.attach({"name": "IMG_2291.jpg", "mimeType": "image/jpeg", "buffer": photograph()}, "Her shoes")
    calm = document("She was collected late on three days.", "She said that she was hungry.")
    road.attach({"name": "notes.pdf", "mimeType": "application/pdf", "buffer": calm}, "Register notes")
    tells = document("She is quiet in class.", f"Her mother wrote: we live at {address} now.")
    road.attach({"name": "letter.pdf", "mimeType": "application/pdf", "buffer": tells}, "A letter from home")
    road.check_items()
    # Then the page stops, names the places, and nothing calls the photograph clean
    words = page.locator(".sw-cautions").first.inner_text()
    assert "File 3, page 1" in words
    assert "File 1 is a picture" in words
    assert not page.locator("input[name=shown]").count()
    look_at(page, "check-stopped")
    # When she looks at the photograph, and types out what they need from the letter
    look = [page.get_by_role(role, name="Look at it") for role in ("button", "link")]
    press(look[0].or_(look[1]).first)
    look_at(page, "picture-to-look-at")
    press(page.locator("main form button.govuk-button"))
    press(page.get_by_role("link", name="Type out what they need from it").first)
    typed = page.locator("textarea[name=text]")
    assert address.split(",")[0] not in typed.input_value()
    look_at(page, "retype")
    press(page.locator("main form button.govuk-button"))
    settle_the_rest(page)
    road.send()
    sent = page.url.rstrip("/").rsplit("/", 1)[-1]
    # Then what the council saves holds neither
    theirs = visit("marcus-bellamy", scripts="blocked")
    theirs.goto(f"/inbox/{sent}/")
    press(theirs.locator("form[action$='/open'] button"))
    arrived = saved_by(theirs)
    assert len(arrived) == 3, "a picture, a PDF, and the package as one PDF"
    strings = shielded_strings([Known("address", address, shielded=True)])
    for name, data in arrived.items():
        assert scan_bytes(data, [*strings, AUTHOR, "PocketCam", "IMG_2291", "letter.pdf"]) == [], name
    picture = next(data for name, data in arrived.items() if name.endswith(".jpg"))
    assert not Image.open(io.BytesIO(picture)).getexif()
    paper = next(data for name, data in arrived.items() if name.startswith("attachment"))
    assert (
        "collected late"
        in pypdfium2.PdfDocument(arrived["attachment-2.pdf"])[0].get_textpage().get_text_range()
    )
    assert paper
    assert strings
    look_at(theirs, "package-with-files")


def look_at_the_release(page):
    """The page on which it could be released; going back keeps it out."""
    press(page.locator(".sw-thing--shielded button"))
    look_at(page, "release")
    page.go_back()


def settle_the_rest(page):
    """Leave out whatever else is still pointed out."""
    for _ in range(10):
        page.wait_for_load_state()
        if page.locator("input[name=shown]").count():
            return
        press(page.locator(".sw-caution button.govuk-button--secondary").first)
    raise AssertionError(page.locator(".sw-cautions").first.inner_text())


def saved_by(page) -> dict[str, bytes]:
    """Every file that the page offers, saved as the recipient would."""
    files = {}
    for form in page.locator("main form[action$='/save'], main form[action$='/package.pdf']").all():
        with page.expect_download() as saved:
            form.locator("button").click()
        files[saved.value.suggested_filename] = saved.value.path().read_bytes()
    return files
