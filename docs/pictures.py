"""Draws the pictures of printed papers for the how-to guides, from the invented county.

    SHAREWELL_HOME=a-folder-with-the-county python -m docs.pictures

The DOCX are drawn as LibreOffice shows them (`soffice`), on machines that have it.
"""

import copy
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

IMAGES = Path(__file__).resolve().parent / "how-to" / "images"
KIND = "waspi-isp"
SCALE = 1.15
GAP, GROUND = 18, "#dfe6e5"


def main() -> None:
    """Draw each picture anew."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sharewell.config.settings")
    import django

    django.setup()
    from sharewell.domain.agreements import documents
    from sharewell.domain.agreements.comparing import document_of_changes
    from sharewell.domain.agreements.models import Version
    from sharewell.domain.belonging import EVERYBODY, acting_for
    from sharewell.printing import documents as d

    with acting_for(EVERYBODY):
        version = Version.objects.filter(agreement__kind=KIND).order_by("-made_at").first()
    if version is None:
        raise SystemExit(
            f"The county has no agreement of the kind {KIND}: run `sharewell load_county` first."
        )
    status = {"en": "With the partners for comment", "cy": "Gyda'r partneriaid i gael sylwadau"}
    both = documents.document_of(version.content, "both", status=status, at=version.made_at)
    before = copy.deepcopy(version.content)
    _as_it_was(before)
    changes = document_of_changes(version.content, before, "en", status=status, at=version.made_at)
    IMAGES.mkdir(exist_ok=True)
    _draw("agreement-pdf", d.pdf(both), (0, 1))
    _draw("changes-pdf", d.pdf(changes), (0,))
    for name, document, pages in (("agreement-docx", both, (0, 1)), ("changes-docx", changes, (0,))):
        made = _through_libreoffice(d.docx(document))
        if made:
            _draw(name, made, pages)


def _as_it_was(content: dict) -> None:
    """An earlier round of the same agreement, for the picture of what changed."""
    clauses = [clause for section in content["sections"] for clause in section["clauses"]]
    said = clauses[1]["text"]
    said["en"] = (
        said["en"].replace(" children ", " pupils ").replace("share", "exchange") + " It ends in July."
    )
    del content["sections"][2]["clauses"][0]


def _through_libreoffice(data: bytes) -> bytes | None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        print("no LibreOffice here: the pictures of DOCX stay as they are")
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "paper.docx"
        path.write_bytes(data)
        profile = f"-env:UserInstallation=file://{folder}/office"
        asked = [office, "--headless", profile, "--convert-to", "pdf", "--outdir", folder, path]
        subprocess.run(asked, check=True, capture_output=True, timeout=180)
        return path.with_suffix(".pdf").read_bytes()


def _draw(name: str, data: bytes, pages: tuple[int, ...]) -> None:
    """Sheets beside each other on a quiet ground."""
    file = pypdfium2.PdfDocument(data)
    sheets = [
        ImageOps.expand(file[number].render(scale=SCALE).to_pil().convert("RGB"), 1, "#9db0ad")
        for number in pages
        if number < len(file)
    ]
    across = sum(sheet.width for sheet in sheets) + GAP * (len(sheets) + 1)
    whole = Image.new("RGB", (across, max(sheet.height for sheet in sheets) + 2 * GAP), GROUND)
    left = GAP
    for sheet in sheets:
        whole.paste(sheet, (left, GAP))
        left += sheet.width + GAP
    whole.convert("P", palette=Image.Palette.ADAPTIVE, colors=160).save(IMAGES / f"{name}.png", optimize=True)
    print(f"how-to/images/{name}.png")


if __name__ == "__main__":
    main()
