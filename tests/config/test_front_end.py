"""The design system, adapted: nothing is left of what only GOV.UK may show."""

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from requirements import front_end

STYLE = (
    '@font-face{font-family:GDS Transport;src:url("/assets/fonts/a.woff2")}'
    ".a{font-family:GDS Transport,arial,sans-serif}"
    ".govuk-footer__crown{margin:0}"
    ".govuk-footer__copyright-logo{background:url(/assets/images/govuk-crest.svg)}"
    "@media print{.b{color:red}}"
    "\n/*# sourceMappingURL=x.css.map */\n"
)


def test_typeface_crown_and_crest_are_taken_out():
    assert front_end.adapted_style(STYLE).strip() == (
        ".a{font-family:" + front_end.TYPE + "}@media print{.b{color:red}}"
    )


def test_a_new_shape_of_the_style_sheet_is_refused_rather_than_let_through():
    with pytest.raises(front_end.NotFetched, match="GDS Transport"):
        front_end.adapted_style(".a{font:1rem GDS Transport}")


def test_a_package_that_is_not_the_recorded_one_is_refused(tmp_path):
    (name, recorded), *_ = json.loads((front_end.HERE / "front-end.json").read_text()).items()
    altered = tmp_path / f"{name}-{recorded['version']}.tgz"
    altered.write_bytes(b"something else")
    with pytest.raises(front_end.NotFetched, match="is not what"):
        front_end.fetch(tmp_path, npm=lambda: ["false"])
    assert not altered.exists()


def test_what_the_pages_are_served_is_adapted():
    style = (front_end.STATIC / "govuk-frontend.min.css").read_text()
    assert "system-ui" in style
    assert not [
        word for word in ("GDS Transport", "crown", "crest", "@font-face", "/assets/") if word in style
    ]
