"""Bringing in a policy that was written elsewhere: its words become a draft, for a person to check."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sharewell.domain.audit.actions import record_event
from sharewell.domain.errors import NotFound, Refusal
from sharewell.domain.learning import permissions
from sharewell.domain.learning.actions.drafting import begin_policy
from sharewell.domain.learning.kinds import LANGUAGES, kinds
from sharewell.domain.learning.permissions import allow
from sharewell.minimising import read_document_apart

LONGEST_TEXT, LONGEST_HEADING = 20_000, 200  # letters of a section, as its form takes them


def read_in_policy(*, organisation, kind, lang, data, by, at=None):
    """Begin a policy with the words of a Word document or a PDF, in one language ("en", "cy"). Gives the
    Policy and the numbers of the pages that hold no words. Raises `sharewell.minimising.FileUnread`, and then
    nothing is begun. The file is not kept: what is published here is the policy; the log commits to it.
    """
    allow(permissions.write_refusal(by, organisation))
    chosen = kinds().get(kind)
    if chosen is None:
        raise NotFound()
    reading = read_document_apart(data)  # may take a minute, in which nobody who shares waits to write
    title, sections = words_of(reading.blocks, chosen.title[lang], lang)
    if not sections:
        raise Refusal(_("No words were found in this file."), _("Begin it here, and type them."))
    with transaction.atomic():
        policy = begin_policy(
            organisation=organisation, kind=kind, by=by, title={lang: title}, sections=sections, at=at
        )
        record_event(
            kind="policy-read-in", by=by, about=f"policy:{policy.pk}", commitments={"file": data}, at=at
        )
    return policy, reading.unread


def words_of(blocks, title: str, lang: str) -> tuple[str, list[dict]]:
    """What a document is called, and its sections as `Version.sections` has them: one begins with each
    heading, and where one would be too long. What stands before the first has the title as its heading.
    """
    named = next((block.text for block in blocks if block.level == 0 and block.text), title)
    found, heading, lines = [], named, []
    for block in blocks:
        if block.level:
            found.append((heading, lines))
            heading, lines = block.text, []
        elif block.level is None and block.text:
            if sum(map(len, lines)) + 2 * len(lines) + len(block.text) > LONGEST_TEXT and lines:
                found.append((heading, lines))
                lines = []
            lines.append(block.text[:LONGEST_TEXT])
    found.append((heading, lines))
    written = [(head, "\n\n".join(texts)) for head, texts in found if texts]
    return named[:LONGEST_HEADING], [
        _section(number, head[:LONGEST_HEADING], text, lang) for number, (head, text) in enumerate(written, 1)
    ]


def _section(number, heading, text, lang):
    row = {"id": f"part-{number}"}
    for each in LANGUAGES:
        row |= {
            f"heading_{each}": heading if each == lang else "", f"text_{each}": text if each == lang else ""
        }  # fmt: skip
    return row
