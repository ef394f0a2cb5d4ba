"""Writing a policy: beginning it, its sections, and what stands around its words."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sharewell.domain.errors import Clash
from sharewell.domain.learning import actions, permissions, queries
from sharewell.domain.learning.actions.drafting import DETAILS, WORDS
from sharewell.domain.learning.actions.holding import blanks_left
from sharewell.domain.learning.kinds import blanks_in, kinds, usual_languages
from sharewell.domain.learning.texts import long_sentences
from sharewell.domain.organisations.queries import people_of
from sharewell.domain.versions import version_of
from sharewell.web.layout.clashes import show_clash, version_in
from sharewell.web.policies.forms import LANGUAGES, BeginForm, DetailsForm, SectionForm, heading_of, in_words
from sharewell.web.worries.found import or_404

READ_AND_POST = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@READ_AND_POST
def begin(request):
    """Choose what to write, and begin it with the words of its kind."""
    organisation = request.user.organisation
    permissions.allow(permissions.write_refusal(request.user, organisation))
    initial = {"kind": request.GET.get("kind"), "languages": usual_languages(organisation)}
    there = there_once(request.user)
    form = BeginForm(
        request.POST if request.method == "POST" else None, initial=initial,
        there=[held.policy.kind for held in there],
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        policy = actions.begin_policy(
            organisation=organisation, kind=said["kind"], languages=said["languages"], by=request.user
        )
        return redirect("policies:draft", policy.versions.get().pk)
    return render(request, "policies/begin.html", {"form": form, "there": there})


def there_once(person):
    """What their organisation can have once, and has."""
    held = queries.policies_for(person)
    return [each for each in held if each.kind.only_one and not each.policy.withdrawn_at]


@never_cache
@require_POST
def next_version(request, policy):
    """Begin the next version of what is in force."""
    held = or_404(queries.policy_for, request.user, policy)
    return redirect("policies:draft", actions.begin_draft(policy=held.policy, by=request.user).pk)


@never_cache
@require_safe
def draft(request, draft):
    """A draft as a list of what is to be written."""
    row = or_404(queries.draft_for, request.user, draft)
    kind = kinds()[row.policy.kind]
    used = [lang for lang in LANGUAGES if any(section[f"text_{lang}"] for section in row.sections)]
    context = {
        "draft": row,
        "policy": row.policy,
        "kind": kind,
        "sections": [_state_of(section, kind) for section in row.sections],
        "blanks": len(blanks_left(row)),
        "missing": [(lang, words) for lang, words in LANGUAGES.items() if lang not in used],
        "needs_paragraphs": kind.asks_paragraphs and not row.policy.paragraphs,
    }
    return render(request, "policies/draft.html", context)


def _state_of(section, kind):
    """(the section, how many blanks wait, how many sentences are long)."""
    texts = [section[f"text_{lang}"] for lang in LANGUAGES]
    blanks = sum(len(blanks_in(text)) for text in texts)
    is_long = sum(len(long_sentences(text, kind.words_at_most)) for text in texts)
    return section, blanks, is_long


@never_cache
@READ_AND_POST
def section(request, draft, section):
    """Write one section, in one language or both."""
    row = or_404(queries.draft_for, request.user, draft)
    stands = next((each for each in row.sections if each["id"] == section), None)
    if stands is None:
        raise Http404
    words = {name: stands[name] for name in WORDS}
    form = SectionForm(
        request.POST if request.method == "POST" else None, initial=words, use_required_attribute=False
    )
    if form.is_bound and form.is_valid():
        change = {"draft": row, "section": section, "version": version_in(request), **form.cleaned_data}
        try:
            actions.change_section(**change, by=request.user)
        except Clash as clash:
            return show_clash(request, clash, form, request.path)
        return redirect("policies:draft", row.pk)
    kind = kinds()[row.policy.kind]
    begun = next((each for each in kind.sections if each.id == section), None)
    at_most = kind.words_at_most
    context = {
        "draft": row,
        "policy": row.policy,
        "section": section,
        "heading": heading_of(stands),
        "form": form,
        "version": version_of(words),
        "hint": in_words(begun.hint) if begun and begun.hint else "",
        "at_most": at_most,
        "is_long": [
            one for lang in LANGUAGES for one in long_sentences(words[f"text_{lang}"], kind.words_at_most)
        ],
        "can_go": len(row.sections) > 1,
    }
    return render(request, "policies/section.html", context)


@never_cache
@READ_AND_POST
def add(request, draft):
    """Add a section at the end."""
    row = or_404(queries.draft_for, request.user, draft)
    form = SectionForm(request.POST if request.method == "POST" else None, use_required_attribute=False)
    if form.is_bound and form.is_valid():
        actions.add_section(draft=row, by=request.user, **form.cleaned_data)
        return redirect("policies:draft", row.pk)
    context = {
        "draft": row,
        "policy": row.policy,
        "form": form,
    }
    return render(request, "policies/section.html", context)


@never_cache
@require_POST
def remove(request, draft, section):
    """Take a section out."""
    row = or_404(queries.draft_for, request.user, draft)
    or_404(lambda: actions.remove_section(draft=row, section=section, by=request.user))
    messages.success(request, _("Taken out."))
    return redirect("policies:draft", row.pk)


@never_cache
@require_POST
def language(request, draft, lang):
    """Put the first words of the other language in."""
    row = or_404(queries.draft_for, request.user, draft)
    if lang not in LANGUAGES:
        raise Http404
    actions.add_language(draft=row, lang=lang, by=request.user)
    messages.success(request, _("The first words are in. Go through each section."))
    return redirect("policies:draft", row.pk)


@never_cache
@READ_AND_POST
def drop(request, draft):
    """Throw a draft away, after asking."""
    row = or_404(queries.draft_for, request.user, draft)
    if request.method == "POST":
        actions.drop_draft(draft=row, by=request.user)
        messages.success(request, _("The draft is thrown away."))
        return redirect("policies:all")
    return render(request, "policies/drop.html", {"draft": row, "policy": row.policy})


@never_cache
@READ_AND_POST
def details(request, policy):
    """Its name, its owner, who reads it, when it is reviewed, who may see it."""
    held = or_404(queries.policy_for, request.user, policy)
    row = held.policy
    permissions.allow(permissions.publish_refusal(request.user, row))
    people = people_of(row.organisation)
    stands = {name: getattr(row, name) for name in DETAILS} | {"owner": str(row.owner_id)}
    form = DetailsForm(
        request.POST if request.method == "POST" else None, initial=stands, people=people, kind=held.kind,
        has_draft=held.draft is not None,
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        owner = next(each for each in people if str(each.pk) == said["owner"])
        try:
            actions.change_details(
                policy=row, version=version_in(request), by=request.user, **said | {"owner": owner}
            )
        except Clash as clash:
            return show_clash(request, clash, form, request.path)
        messages.success(request, _("Recorded."))
        return redirect("policies:draft", held.draft.pk) if held.draft else redirect("policies:one", row.pk)
    context = {"policy": row, "held": held, "form": form, "version": version_of(stands)}
    return render(request, "policies/details.html", context)
