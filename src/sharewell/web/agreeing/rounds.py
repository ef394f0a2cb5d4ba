"""How an agreement stands, and putting it before its parties: versions, comments, what changed."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sharewell.domain.agreements import actions, comparing, documents, permissions, queries, states, who_may
from sharewell.domain.agreements.queries import life
from sharewell.domain.agreements.queries.assessed import assessed_flows
from sharewell.printing.documents import laid_out
from sharewell.web.agreeing.forms import CommentForm, PutForm, SettleForm
from sharewell.web.agreeing.steps import next_steps
from sharewell.web.layout.documents import language_asked, printed
from sharewell.web.worries.found import or_404


def found(request, pk):
    """The agreement that an address names, for whoever may see it."""
    return or_404(life.going_round, request.user, pk)


def lang_now():
    return "cy" if get_language() == "cy" else "en"


@never_cache
@require_safe
def one(request, agreement):
    """How it stands, what is next, who has signed, what was said."""
    agreement, person = found(request, agreement), request.user
    party = who_may.party_of(person, agreement)
    comments = life.comments_on(person, agreement)
    may_manage = who_may.manage_refusal(person, agreement) is None
    context = {
        "agreement": agreement,
        "steps": next_steps(person, agreement),
        "dots": _dots(agreement),
        "signings": life.signings_of(person, agreement),
        "to_correct": _to_correct(person, agreement) if may_manage else set(),
        "versions": list(agreement.versions.select_related("made_by"))[::-1],
        "open_comments": [each for each in comments if each.settled_at is None],
        "headings": {each.pk: _heading(each) for each in comments if each.settled_at is None},
        "comments": comments,
        "assurance": life.assurance_for(person, agreement),
        "answered": life.answered_assurances(person, agreement),
        "reviews": life.reviews_of(person, agreement),
        "may_manage": may_manage,
        "in_the_way": in_the_way(person, agreement) if may_manage and agreement.state in _BEFORE else {},
        "assessed": assessed_flows(person, agreement) if agreement.state not in states.ENDED else [],
        "may_link": permissions.start_refusal(person, agreement.keeper) is None,
        "may_draft": permissions.draft_refusal(person, agreement) is None,
        "may_leave": party and who_may.leave_refusal(person, party) is None and party,
        "states": states,
    }
    return render(request, "agreeing/one.html", context)


def _to_correct(person, agreement):
    """The parties of which this person can say anew who signs."""
    parties = agreement.parties.select_related("organisation", "agreement__keeper")
    return {each.pk for each in parties if who_may.correct_signatory_refusal(person, each) is None}


_BEFORE = (
    *states.EDITABLE,
    states.ASSURED,
)  # where what is missing can still be mended, or taken back for it
_WAY = (states.DRAFT, states.CONSULTATION, states.ASSURANCE, states.SIGNING, states.IN_FORCE)
_STANDS_AT = {states.CHANGES_ASKED: 2, states.ASSURED: 2, states.REVIEW_DUE: 4}


def _dots(agreement):
    """(words, whether it is past that, whether it stands there) of each stage; none of what has ended."""
    if agreement.state in states.ENDED:
        return []
    at = _STANDS_AT.get(agreement.state)
    at = _WAY.index(agreement.state) if at is None else at
    last = len(_WAY) - 1  # what is in force has arrived
    return [
        (states.STATES[state], number < at or number == at == last, number == at)
        for number, state in enumerate(_WAY)
    ]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def put(request, agreement):
    """Put what stands before the other parties."""
    agreement = found(request, agreement)
    permissions.allow(who_may.put_refusal(request.user, agreement))
    form = PutForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.put_before_parties(agreement=agreement, note=form.cleaned_data["note"], by=request.user)
        messages.success(request, _("Put before the parties. Those with an account here are told by mail; "
                                    "the others get a link."))  # fmt: skip
        return redirect("agreeing:one", agreement.pk)
    context = {
        "agreement": agreement, "form": form, "fields": ["note"],
        "title": _("Put it before the parties"), "button": _("Put it before the parties"),
        "gaps": in_the_way(request.user, agreement),
        "says": [
            _("What stands now becomes the next version, which never changes. Each party can comment on each "
              "of its clauses."),
            _("A party without accounts here gets a link by mail, and a code another way. Their row says "
              "which way."),
        ],
    }  # fmt: skip
    return render(request, "agreeing/form.html", context)


def in_the_way(person, agreement):
    """What keeps it from being assured and signed: {"questions": [(what is asked, address)], "flows": [(what,
    why, the other party that knows or None, address)]}. Where its words are settled an address is "".
    """
    questions = [
        (each.ask[lang_now()], _answered_at(agreement, each))
        for each in queries.unanswered_in(person, agreement)
    ]
    flows = []
    for each in who_may.bars_in(agreement):
        says = _("Flow %(number)s, %(party)s: %(what)s") % {
            "number": each.flow.number, "party": each.party, "what": _WHATS[each.what]
        }  # fmt: skip
        knows = each.party if each.party.organisation_id != agreement.keeper_id else None
        flows.append((says, each.because, knows, _mended_at(agreement, each)))
    return {"questions": questions, "flows": flows} if questions or flows else {}


def _answered_at(agreement, question):
    if not agreement.is_editable:
        return ""
    lang = "en" if question.sort == "choice" or agreement.languages != "cy" else "cy"
    place = reverse("agreements:section", args=[agreement.pk, question.section])
    return f"{place}#id_{question.id}_{lang}"


_WHATS = {
    "basis": gettext_lazy("lawful basis"),
    "condition": gettext_lazy("condition"),
    "power": gettext_lazy("legal power or duty"),
    "sharing": gettext_lazy("the flow itself"),
    "way": gettext_lazy("which way it goes"),
}


def _mended_at(agreement, found):
    """What a party rests on is said on a page of its own; anything else on that of the flow."""
    if not agreement.is_editable:
        return ""
    if found.what in ("basis", "condition", "power"):
        return reverse("agreements:ground", args=[agreement.pk, found.flow.pk, found.party.pk])
    return reverse("agreements:flow", args=[agreement.pk, found.flow.pk])


@never_cache
@require_safe
def read(request, agreement, number):
    """One version, clause by clause, with what was said to each."""
    agreement = found(request, agreement)
    version = or_404(life.version_of, request.user, agreement, number)
    said = life.comments_on(request.user, agreement)
    said = [each for each in said if each.version_id == version.pk]
    is_latest = version == agreement.versions.last()
    context = {
        "agreement": agreement,
        "version": version,
        "clauses": clauses_with(version, said),
        "whole": [each for each in said if not each.clause],
        "may_comment": is_latest and who_may.comment_refusal(request.user, agreement) is None,
        "may_settle": who_may.manage_refusal(request.user, agreement) is None and agreement.is_editable,
        "has_before": number > 1 or agreement.replaces_id,
        "is_latest": is_latest,
    }
    return render(request, "agreeing/read.html", context)


def clauses_with(version, said):
    """(clause, its lines as `documents.lines_in` has them, what was said to it) in order."""
    for clause in documents.clauses_of(version.content):
        lines = documents.lines_in(clause, lang_now())
        yield clause, lines, [each for each in said if each.clause == clause["id"]]


@never_cache
@require_safe
def paper(request, agreement, number, form):
    """One version as a file."""
    agreement = found(request, agreement)
    version = or_404(life.version_of, request.user, agreement, number)
    return printed(document_of(version, language_asked(request)), form, agreement.reference)


def document_of(version, lang):
    """A version with its signatures, to be printed or read."""
    agreement = version.agreement
    latest = version == agreement.versions.last()
    status = {each: _status(agreement, version, latest, each) for each in ("en", "cy")}
    return documents.document_of(
        version.content, lang, status=status, at=version.made_at.date().isoformat(),
        signatures=version.standing_signatures.select_related("party__organisation"),
    )  # fmt: skip


def _status(agreement, version, latest, lang):
    with override(lang):
        said = _("Version %(number)s") % {"number": version.number}
        return f"{said}: {agreement.state_words}" if latest else said


@never_cache
@require_safe
def changes(request, agreement, number):
    """What differs from the version before."""
    agreement = found(request, agreement)
    version = or_404(life.version_of, request.user, agreement, number)
    document = _changes(agreement, version, lang_now())
    context = {"agreement": agreement, "version": version, "laid": laid_out(document)}
    return render(request, "agreeing/changes.html", context)


@never_cache
@require_safe
def changes_paper(request, agreement, number, form):
    """The same as a file."""
    agreement = found(request, agreement)
    version = or_404(life.version_of, request.user, agreement, number)
    return printed(
        _changes(agreement, version, language_asked(request)), form, f"{agreement.reference} changes"
    )


def _changes(agreement, version, lang):
    before = agreement.versions.filter(number=version.number - 1).first()
    before = before or (agreement.replaces and agreement.replaces.versions.last())
    if before is None:
        raise Http404
    return comparing.document_of_changes(
        version.content, before.content, lang, at=version.made_at.date().isoformat()
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request, agreement, number):
    """Comment on one clause (`?clause=`), or on the whole."""
    agreement = found(request, agreement)
    version = or_404(life.version_of, request.user, agreement, number)
    permissions.allow(who_may.comment_refusal(request.user, agreement))
    clause = clause_asked(request, version)
    form = CommentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.add_comment(
            agreement=agreement, version=version, clause=clause["id"] if clause else "",
            text=form.cleaned_data["text"], language=lang_now(), by=request.user,
        )  # fmt: skip
        messages.success(request, _("Your comment is with those who keep the agreement."))
        return redirect(reverse("agreeing:read", args=[agreement.pk, number]) + anchor(clause))
    context = {"agreement": agreement, "version": version, "form": form} | clause_words(clause)
    return render(request, "agreeing/comment.html", context)


def clause_asked(request, version):
    """The clause that `?clause=` names; nothing for the whole. Http404 where there is none of that name."""
    asked = request.GET.get("clause", "")
    if not asked:
        return None
    for each in documents.clauses_of(version.content):
        if each["id"] == asked:
            return each
    raise Http404


def clause_words(clause):
    """What a page shows of the clause that is spoken of."""
    if clause is None:
        return {"heading": "", "lines": []}
    lang = lang_now()
    heading = f"{clause['number']} {clause['heading'][lang]}".strip()
    return {"heading": heading, "lines": documents.lines_in(clause, lang)}


def _heading(comment):
    """The number and heading of the clause that a comment speaks of; "" for the whole."""
    clauses = documents.clauses_of(comment.version.content) if comment.clause else []
    clause = next((each for each in clauses if each["id"] == comment.clause), None)
    return clause_words(clause)["heading"]


def anchor(clause):
    """Where on the page a clause stands."""
    return f"#{clause['id']}" if clause else ""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request, comment):
    """Say what was made of a comment."""
    comment = or_404(life.comment_for, request.user, comment)
    permissions.allow(who_may.settle_refusal(request.user, comment))
    agreement = comment.agreement
    form = SettleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.settle_comment(comment=comment, by=request.user, **form.cleaned_data)
        messages.success(request, _("Answered."))
        return redirect("agreeing:read", agreement.pk, comment.version.number)
    clauses = documents.clauses_of(comment.version.content)
    clause = next((each for each in clauses if each["id"] == comment.clause), None)
    context = {"agreement": agreement, "comment": comment, "form": form} | clause_words(clause)
    return render(request, "agreeing/settle.html", context)
