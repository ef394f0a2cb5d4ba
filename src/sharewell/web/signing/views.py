"""Behind a link. Looking at the link's page does nothing; its code opens the agreement, as often as it is
needed until the agreement is signed.
"""

from functools import partial, wraps

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sharewell.domain import secrets_of_links as secrets
from sharewell.domain.agreements import actions, comparing, states
from sharewell.domain.agreements.actions.invitations import why_closed
from sharewell.domain.agreements.queries import life
from sharewell.domain.errors import NotFound, Refusal
from sharewell.printing.documents import laid_out
from sharewell.web.agreeing.rounds import (
    anchor,
    clause_asked,
    clause_words,
    clauses_with,
    document_of,
    lang_now,
)
from sharewell.web.layout.documents import language_asked, printed
from sharewell.web.signing.forms import CodeForm, CommentByLink, DeclineByLink, NotUsForm, SignForm

LET_IN = "invitations"  # in the session: {invitation: since when}
_DONE = ("signed", "declined")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_(request, token):
    """Whose agreement it is, and the code. A GET says no more."""
    invitation = _invitation(token)
    form, tried = CodeForm(request.POST if request.method == "POST" else None), None
    if request.method == "POST" and form.is_valid():
        let_in = partial(_let_in, request.session)
        tried = actions.open_invitation(token=token, code=form.cleaned_data["code"], let_in=let_in)
        if tried.invitation:
            return redirect("signing:one", tried.invitation.pk)
        if tried.why_not in ("wrong", "locked"):
            form.add_error("code", _wrong_code(tried))
    why_not = why_closed(invitation, timezone.now()) or (tried.why_not if tried else "")
    context = {
        "keeper": invitation.party.agreement.keeper,
        "party": invitation.party,
        "purpose": invitation.purpose,
        "form": form if why_not in ("", "wrong", "locked") else None,
        "why_not": why_not,
        "until": tried.until if tried else None,
        "token": token,
        "used_at": invitation.used_at,
        "by_mail": bool(invitation.code_to),
        "is_told": life.is_told_of(invitation),
    }
    return render(request, "signing/open.html", context)


def _invitation(token):
    try:
        return life.invitation_for(token)
    except NotFound:
        raise Http404 from None


def _let_in(session, invitation) -> None:
    """Note it in this browser's session, under a key that nobody knew before."""
    known = session.get(LET_IN, {})
    session.cycle_key()
    session[LET_IN] = known | {str(invitation.pk): timezone.now().isoformat()}
    session.save()


def _wrong_code(tried) -> str:
    if tried.why_not == "locked":
        return _("Too many wrong codes were tried. Wait until the time below, then try again")
    if tried.until:
        return _(
            "That is not the code. Check it with whoever gave it to you, and try again after the time below"
        )
    return _("That is not the code. Check it with whoever gave it to you, and type it again")


@never_cache
@require_POST
def fresh(request, token):
    """Send a fresh link to the address that the keeper wrote down."""
    invitation, wrong = _invitation(token), ""
    try:
        actions.ask_for_fresh_link(token=token)
    except Refusal as refusal:
        wrong = str(refusal)
    context = {
        "keeper": invitation.party.agreement.keeper, "wrong": wrong, "by_mail": bool(invitation.code_to)
    }  # fmt: skip
    return render(request, "signing/fresh.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def not_us(request, token):
    """Who signed for a body, and a way for that body to say that it was not them. A GET changes nothing."""
    try:
        notice = life.signed_notice_for(token)
    except NotFound:
        raise Http404 from None
    signature = notice.signature
    form = NotUsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.dispute_signature(notice=notice, because=form.cleaned_data["because"])
        return redirect("signing:not_us", token)
    context = {"signature": signature, "form": form, "agreement": signature.version.agreement}
    return render(request, "signing/not_us.html", context)


def let_in(view):
    """Give the view the invitation with which this browser was let in. Each page keeps the visit awake."""

    @never_cache
    @wraps(view)
    def wrapped(request, pk, **kwargs):
        since = request.session.get(LET_IN, {}).get(str(pk), "")
        moment = parse_datetime(since) if since else None
        if moment is None or not secrets.is_within(moment, timezone.now(), secrets.VISIT_LASTS):
            return render(request, "signing/closed.html", {}, status=403)
        try:
            invitation = life.invited(pk)
        except NotFound:
            return render(request, "signing/closed.html", {}, status=403)
        request.session.modified = True
        return view(request, invitation, **kwargs)

    return wrapped


def still_open(view):
    """The same for what can be done only while the agreement waits for it."""

    @let_in
    @wraps(view)
    def wrapped(request, invitation, **kwargs):
        if why_closed(invitation, timezone.now()):
            return redirect("signing:one", invitation.pk)
        return view(request, invitation, **kwargs)

    return wrapped


@require_safe
@let_in
def one(request, invitation):
    """The agreement, clause by clause; what was said to it; what can be done."""
    agreement, version = invitation.party.agreement, _version(invitation)
    is_open = not why_closed(invitation, timezone.now())
    said = [each for each in _said(agreement) if each.version_id == version.pk]
    context = _context(invitation) | {
        "version": version,
        "may_comment": is_open and invitation.purpose == states.INVITED_TO_COMMENT,
        "may_sign": is_open and invitation.purpose == states.INVITED_TO_SIGN,
        "is_closed": not is_open and not invitation.used_at,
        "signings": life.signings(agreement),
        "clauses": clauses_with(version, said),
        "whole": [each for each in said if not each.clause],
        "laid": laid_out(document_of(version, lang_now())),
        "has_before": _before(agreement, version) is not None,
        "done": request.GET.get("done") if request.GET.get("done") in (*_DONE, "said") else "",
    }
    return render(request, "signing/one.html", context)


def _said(agreement):
    rows = agreement.comments.select_related("party__organisation", "by", "settled_by", "version")
    return list(rows)


def _version(invitation):
    """What this party reads: the version that it signed, or the latest."""
    signed = invitation.party.signatures.filter(invitation=invitation).select_related("version").first()
    return signed.version if signed else invitation.party.agreement.versions.last()


def _before(agreement, version):
    before = agreement.versions.filter(number=version.number - 1).first()
    return before or (agreement.replaces and agreement.replaces.versions.last())


def _context(invitation):
    party = invitation.party
    return {"invitation": invitation, "party": party, "agreement": party.agreement}


@require_safe
@let_in
def changes(request, invitation):
    """What differs from the version before."""
    version = _version(invitation)
    before = _before(invitation.party.agreement, version)
    if before is None:
        raise Http404
    document = comparing.document_of_changes(
        version.content, before.content, lang_now(), at=version.made_at.date().isoformat()
    )
    context = _context(invitation) | {"version": version, "laid": laid_out(document)}
    return render(request, "signing/changes.html", context)


@require_safe
@let_in
def paper(request, invitation, form):
    """The agreement as a file, in either language or both."""
    document = document_of(_version(invitation), language_asked(request))
    return printed(document, form, invitation.party.agreement.reference)


@require_http_methods(["GET", "HEAD", "POST"])
@still_open
def comment(request, invitation):
    """Comment on one clause (`?clause=`), or on the whole."""
    _only_to(invitation, states.INVITED_TO_COMMENT)
    version = _version(invitation)
    clause = clause_asked(request, version)
    form = CommentByLink(
        request.POST if request.method == "POST" else None, initial={"name": invitation.party.signatory_name}
    )
    if request.method == "POST" and form.is_valid():
        actions.add_comment(
            agreement=invitation.party.agreement, version=version, clause=clause["id"] if clause else "",
            text=form.cleaned_data["text"], name=form.cleaned_data["name"], language=lang_now(),
            invitation=invitation,
        )  # fmt: skip
        return redirect(reverse("signing:one", args=[invitation.pk]) + "?done=said" + anchor(clause))
    context = _context(invitation) | {"version": version, "form": form} | clause_words(clause)
    return render(request, "signing/comment.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@still_open
def sign(request, invitation):
    """Read it whole, and sign it for the party."""
    _only_to(invitation, states.INVITED_TO_SIGN)
    party, version = invitation.party, _version(invitation)
    start = {"name": party.signatory_name, "role": party.signatory_role}
    form = SignForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        read = party.agreement.versions.filter(number=_number(request)).first()
        if read is None:
            raise Http404
        actions.sign(
            party=party, name=form.cleaned_data["name"], role=form.cleaned_data["role"],
            invitation=invitation, language=lang_now(), version=read,
        )  # fmt: skip
        return redirect(reverse("signing:one", args=[invitation.pk]) + "?done=signed")
    laid = laid_out(document_of(version, lang_now()))
    context = _context(invitation) | {
        "version": version, "form": form, "laid": laid,
        "back": reverse("signing:one", args=[invitation.pk]),
        "declines": reverse("signing:decline", args=[invitation.pk]),
    }  # fmt: skip
    return render(request, "signing/sign.html", context)


def _number(request):
    number = request.POST.get("read", "")
    return int(number) if number.isdecimal() and len(number) < 6 else 0


@require_http_methods(["GET", "HEAD", "POST"])
@still_open
def decline(request, invitation):
    """Say that the party does not sign, and why."""
    _only_to(invitation, states.INVITED_TO_SIGN)
    form = DeclineByLink(
        request.POST if request.method == "POST" else None, initial={"name": invitation.party.signatory_name}
    )
    if request.method == "POST" and form.is_valid():
        actions.decline_to_sign(
            party=invitation.party, because=form.cleaned_data["because"], name=form.cleaned_data["name"],
            invitation=invitation, language=lang_now(),
        )  # fmt: skip
        return redirect(reverse("signing:one", args=[invitation.pk]) + "?done=declined")
    context = _context(invitation) | {"form": form}
    return render(request, "signing/decline.html", context)


def _only_to(invitation, purpose):
    if invitation.purpose != purpose:
        raise Http404


@require_POST
@let_in
def close(request, invitation):
    """Forget this visit on this machine."""
    known = request.session.get(LET_IN, {})
    known.pop(str(invitation.pk), None)
    request.session[LET_IN] = known
    return render(request, "signing/closed.html", {"is_done": True})
