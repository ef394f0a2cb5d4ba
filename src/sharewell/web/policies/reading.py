"""What is in force, what was, and who has read which version."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sharewell.domain.learning import actions, permissions, queries
from sharewell.domain.learning.documents import document_of
from sharewell.domain.learning.states import POLICY_DOCUMENT
from sharewell.printing.documents import laid_out
from sharewell.web.layout.documents import language_asked, printed
from sharewell.web.worries.found import or_404


@never_cache
@require_safe
def every(request):
    """Every policy and notice where the person works: what they are asked to read first."""
    held = queries.policies_for(request.user)
    shown = [each for each in held if not each.policy.withdrawn_at]
    context = {
        "to_read": queries.to_read_for(request.user),
        "policies": [each for each in shown if not each.kind.is_notice],
        "notices": [each for each in shown if each.kind.is_notice],
        "withdrawn": [each for each in held if each.policy.withdrawn_at],
        "may_write": queries.may_write(request.user),
        "today": timezone.localdate(),
        "public": any(each.policy.is_public and each.now for each in shown),
        "lacks_document": not any(each.policy.kind == POLICY_DOCUMENT for each in shown),
        "document": queries.policy_document_of(request.user),
    }
    return render(request, "policies/all.html", context)


@never_cache
@require_safe
def one(request, policy):
    """One policy: what is in force, and what can be done with it."""
    held = or_404(queries.policy_for, request.user, policy)
    shown = held.now or held.coming
    context = {
        "held": held,
        "policy": held.policy,
        "version": shown,
        "laid": laid_out(_document(request, shown)) if shown else None,
        "read_at": queries.is_read_by(request.user, shown) if shown else None,
        "is_asked": request.user.role in held.policy.readers,
        "versions": queries.versions_of(held.policy),
        "reviews": queries.reviews_of(held.policy),
        "may_write": queries.may_write(request.user),
        "kept_until": queries.kept_until(held.policy),
    }
    return render(request, "policies/one.html", context)


@never_cache
@require_safe
def version(request, version):
    """One version, with what changed in it where that is asked for."""
    row = or_404(queries.version_for, request.user, version)
    before = queries.version_before(row) if request.GET.get("changes") else None
    context = {
        "version": row,
        "policy": row.policy,
        "laid": laid_out(_document(request, row, before)),
        "before": before,
        "has_before": row.number > 1,
        "read_at": queries.is_read_by(request.user, row),
    }
    return render(request, "policies/version.html", context)


@never_cache
@require_POST
def confirm(request, version):
    """Say that one has read it."""
    row = or_404(queries.version_for, request.user, version)
    actions.confirm_read(version=row, by=request.user)
    messages.success(request, _("Recorded: you have read it. Thank you."))
    return redirect("policies:one", row.policy_id)


@never_cache
@require_safe
def print_version(request, version, form):
    """One version as a PDF or a DOCX, in either language or both."""
    row = or_404(queries.version_for, request.user, version)
    return printed(document_of(row, language_asked(request)), form, row.title)


@never_cache
@require_safe
def readers(request, policy):
    """Who has read the version that is in force, and who has not."""
    held = or_404(queries.policy_for, request.user, policy)
    permissions.allow(permissions.see_readers_refusal(request.user, held.policy))
    rows = queries.readers_of(request.user, held.policy, held.now) if held.now else []
    context = {
        "policy": held.policy,
        "version": held.now,
        "rows": rows,
        "read": sum(1 for row in rows if row[1]),
    }
    return render(request, "policies/readers.html", context)


def _document(request, version, before=None):
    lang = language_asked(request)
    return document_of(version, "en" if lang == "both" else lang, before)
