"""Writing a policy: from the words of its kind, or from what is in force."""

import json
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sharewell.domain.audit.actions import record_event
from sharewell.domain.errors import NotFound, Refusal
from sharewell.domain.learning import permissions
from sharewell.domain.learning.kinds import LANGUAGES, first_sections, kinds, usual_languages
from sharewell.domain.learning.models import Policy, Version
from sharewell.domain.learning.permissions import SYSTEM, allow
from sharewell.domain.learning.states import MONTHS_AT_MOST
from sharewell.domain.organisations.models import Organisation, Person
from sharewell.domain.organisations.states import ROLES
from sharewell.domain.versions import merged

WORDS = ("heading_en", "heading_cy", "text_en", "text_cy")  # of one section
OF_THE_VERSION = ("title_en", "title_cy", "paragraphs")  # what readers read as well
DETAILS = ("title_en", "title_cy", "owner", "readers", "review_months", "is_public", "paragraphs")


@transaction.atomic
def begin_policy(
    *, organisation, kind, by, owner=None, paragraphs=(), languages=None, title=None, sections=None, at=None
):
    """Begin a policy of a kind, with the words of its kind as its first draft; or with the `title`, by
    language, and the `sections` of one that was written elsewhere. Gives the Policy.

    `owner` is whoever begins it, unless another is named; `languages` those of `kinds.usual_languages`.
    Refused where a kind may be there once and is.
    """
    allow(permissions.write_refusal(by, organisation))
    chosen = kinds().get(kind)
    if chosen is None:
        raise NotFound()
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # two at once begin one
    if (
        chosen.only_one
        and Policy.objects.filter(organisation=organisation, kind=kind, withdrawn_at=None).exists()
    ):
        raise Refusal(_("Your organisation has one of these already."), _("Change that one."))
    at, person, title = at or timezone.now(), None if by == SYSTEM else by, title or chosen.title
    policy = Policy.objects.create(
        organisation=organisation, kind=kind, owner=owner or person, readers=list(chosen.readers),
        title_en=title.get("en", ""), title_cy=title.get("cy", ""), paragraphs=list(paragraphs),
        review_months=chosen.review_months, is_public=False, made_at=at, made_by=person,
    )  # fmt: skip
    Version.objects.create(
        policy=policy, number=1, made_at=at, made_by=person,
        sections=sections or first_sections(chosen, organisation, languages or usual_languages(organisation)),
    )  # fmt: skip
    record_event(kind="policy-begun", by=by, about=f"policy:{policy.pk}", at=at)
    return policy


@transaction.atomic
def change_details(*, policy, by, version=None, at=None, **details):
    """Change what stands around the words: DETAILS. `owner` is a Person who works there, `readers` are roles.
    Clash where somebody else changed the same since `version`, which names the owner by id. Refused where
    what a version says (OF_THE_VERSION) would change with no draft to say it.
    """
    policy = _locked(policy)
    allow(permissions.publish_refusal(by, policy))
    mine = {name: _plain(value) for name, value in details.items() if name in DETAILS}
    stands = {name: _plain(getattr(policy, name)) for name in DETAILS}
    kept = merged(version=version, stands=stands, mine=mine)
    _check(kept)
    renamed = any(kept.get(name, stands[name]) != stands[name] for name in OF_THE_VERSION)
    if renamed and not policy.versions.filter(published_at=None).exists():
        raise Refusal(_("Its name and what it covers belong to the version that people read."), _BEGIN)
    for name, value in kept.items():
        setattr(policy, "owner_id" if name == "owner" else name, value)
    if not _works_here(policy):
        raise ValueError("the owner of a policy works where it holds")
    policy.save(update_fields=["owner_id" if name == "owner" else name for name in kept])
    said = json.dumps(kept, sort_keys=True).encode()
    record_event(
        kind="policy-details-changed",
        by=by,
        about=f"policy:{policy.pk}",
        commitments={"details": said},
        at=at,
    )
    return policy


@transaction.atomic
def begin_draft(*, policy, by, at=None):
    """Begin the next version, with the words of the last one; the draft that is there, where one is."""
    policy = _locked(policy)
    allow(permissions.publish_refusal(by, policy))
    last = policy.versions.first()
    if last.is_draft:
        return last
    draft = Version.objects.create(
        policy=policy,
        number=last.number + 1,
        sections=last.sections,
        made_at=at or timezone.now(),
        made_by=by,
    )
    record_event(kind="policy-draft-begun", by=by, about=f"policy:{policy.pk}", at=at)
    return draft


@transaction.atomic
def change_section(*, draft, section, by, version=None, at=None, **words):
    """Change the WORDS of one section of a draft, known by its id. Clash where somebody else did since."""
    draft = _draft(draft, by)
    stands = _section(draft, section)
    kept = merged(
        version=version,
        stands={name: stands[name] for name in WORDS},
        mine={name: words[name].strip() for name in WORDS if name in words},
    )
    draft.sections = [row | kept if row["id"] == section else row for row in draft.sections]
    return _written(draft, by, at)


@transaction.atomic
def add_section(*, draft, by, heading_en="", heading_cy="", text_en="", text_cy="", at=None):
    """Add a section at the end of a draft. Gives its id."""
    draft = _draft(draft, by)
    row = {"id": uuid4().hex[:8], "heading_en": heading_en, "heading_cy": heading_cy}
    draft.sections = [*draft.sections, row | {"text_en": text_en, "text_cy": text_cy}]
    _written(draft, by, at)
    return row["id"]


@transaction.atomic
def remove_section(*, draft, section, by, at=None):
    """Take a section out of a draft. One has to stay."""
    draft = _draft(draft, by)
    _section(draft, section)
    if len(draft.sections) == 1:
        raise Refusal(_("A policy has at least one section."))
    draft.sections = [row for row in draft.sections if row["id"] != section]
    return _written(draft, by, at)


@transaction.atomic
def add_language(*, draft, lang, by, at=None):
    """Put the first words of its kind into the sections of a draft that say nothing in "en" or "cy" yet."""
    draft = _draft(draft, by)
    if lang not in LANGUAGES:
        raise ValueError(f"no such language: {lang}")
    policy = draft.policy
    first = {row["id"]: row for row in first_sections(kinds()[policy.kind], policy.organisation)}
    empty = (f"heading_{lang}", f"text_{lang}")
    draft.sections = [
        row | {name: row[name] or first.get(row["id"], {}).get(name, "") for name in empty}
        for row in draft.sections
    ]
    return _written(draft, by, at)


@transaction.atomic
def drop_draft(*, draft, by, at=None):
    """Throw a draft away. What is in force stays; a policy of which nothing was published goes with it."""
    draft = _draft(draft, by)
    policy, about = draft.policy, f"policy:{draft.policy_id}"
    draft.delete()
    if not call_as_published(policy):
        policy.delete()
    record_event(kind="policy-draft-dropped", by=by, about=about, at=at)


def call_as_published(policy):
    """Give a policy without a draft the title and paragraphs of its last version again; False with none."""
    last = policy.versions.first()
    if last:
        for name in OF_THE_VERSION:
            setattr(policy, name, getattr(last, name))
        policy.save(update_fields=OF_THE_VERSION)
    return last is not None


_BEGIN = _("Begin a new draft, and change them there.")


def _locked(policy):
    return Policy.objects.select_for_update().select_related("organisation").get(pk=policy.pk)


def _draft(draft, by):
    """The draft as it stands, locked; a Refusal where it was published meanwhile."""
    found = Version.objects.select_for_update().select_related("policy__organisation").filter(pk=draft.pk)
    draft = found.first()
    if draft is None:
        raise Refusal(_("This draft was thrown away by somebody else."))
    allow(permissions.publish_refusal(by, draft.policy))
    if not draft.is_draft:
        raise Refusal(_("This version was published, and does not change any more."), _("Begin a new draft."))
    return draft


def _section(draft, section):
    found = next((row for row in draft.sections if row["id"] == section), None)
    if found is None:
        raise NotFound()
    return found


def _written(draft, by, at):
    draft.save(update_fields=["sections"])
    said = json.dumps(draft.sections, sort_keys=True).encode()
    record_event(
        kind="policy-draft-changed", by=by, about=f"policy:{draft.policy_id}",
        commitments={"sections": said}, at=at,
    )  # fmt: skip
    return draft


def _plain(value):
    return str(value.pk) if isinstance(value, Person) else value


def _works_here(policy):
    return Person.objects.filter(
        pk=policy.owner_id, organisation_id=policy.organisation_id, is_active=True
    ).exists()


def _check(details):
    if not set(details.get("readers", ())) <= set(ROLES):
        raise ValueError(f"no such roles: {details['readers']}")
    if not 1 <= details.get("review_months", 1) <= MONTHS_AT_MOST:
        raise ValueError(f"a policy is reviewed within {MONTHS_AT_MOST} months")
