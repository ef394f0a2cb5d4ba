"""The log, as anybody may see it: not its entries, but what shows that they were not rewritten."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sharewell.domain.audit import witnesses
from sharewell.domain.audit.keys import log_keys
from sharewell.ledger import pack
from sharewell.ledger.checkpoints import BadNote
from sharewell.web.log.forms import ReceiptForm
from sharewell.web.log.words import words_of

ANYBODY = "recipient"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def log(request):
    """Say whether the receipt that somebody brings fits; keep those of other logs for who is signed in."""
    form = ReceiptForm(request.POST if request.method == "POST" else None, use_required_attribute=False)
    said = []
    if form.is_bound and form.is_valid():
        said = _held_against(request, form)
    keys = log_keys()
    context = {"form": form, "said": said, "key": str(keys.current), "last": witnesses.last_signed()}
    return render(
        request, "log/log.html", context | {"changes": keys.changes}, status=422 if form.errors else 200
    )


def _held_against(request, form):
    is_known = request.user.is_authenticated
    by = request.user if is_known else ANYBODY
    try:
        verdicts = witnesses.bring_back(text=form.cleaned_data["receipt"], by=by, keeps_others=is_known)
    except BadNote:
        form.add_error("receipt", _("There is no checkpoint in this text. Paste the whole receipt"))
        return []
    if not verdicts:
        form.add_error(
            "receipt", _("This receipt is of another service. Sign in to hold it against what was kept")
        )
    return [words_of(verdict) for verdict in verdicts]


@require_safe
def verifier(request):
    """The program of one file that checks proof packs and exports."""
    answer = HttpResponse(pack.verifier(), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="verify.py"'
    return answer


@never_cache
@require_safe
def proof(request, old, size):
    """A signed checkpoint, with the proof that it follows the log of `old` entries."""
    text = witnesses.proof_between(old, size)
    if text is None:
        raise Http404
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
