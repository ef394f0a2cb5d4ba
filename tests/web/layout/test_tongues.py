"""What was written in one language alone is said to be in that language, wherever a page shows it."""

import pytest
from django.utils.translation import override

from sharewell.web.layout.tongues import spoken


@pytest.mark.parametrize(
    ("here", "words", "shown"),
    [
        ("en", {"en": "Help & care", "cy": "Cymorth"}, "Help &amp; care"),
        ("cy", {"en": "Help", "cy": "Cymorth"}, "Cymorth"),
        ("cy", {"en": "Help & care", "cy": ""}, '<span lang="en">Help &amp; care</span>'),
        ("en", {"en": "", "cy": "Cymorth"}, '<span lang="cy">Cymorth</span>'),
        ("en", {"en": "", "cy": ""}, ""),
    ],
)
def test_words_in_the_other_language_alone_are_marked(here, words, shown):
    class Row:
        title_en, title_cy = words["en"], words["cy"]

    with override(here):
        assert str(spoken(words)) == shown
        assert str(spoken(Row)) == shown
        assert str(spoken({"title_en": words["en"], "title_cy": words["cy"]})) == shown
