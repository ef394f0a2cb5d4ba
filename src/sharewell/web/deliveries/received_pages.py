"""What a recipient can do with a package, the same for the inbox and for a link: see, answer, save."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sharewell.domain.deliveries import actions, packages, printouts, queries, reading
from sharewell.domain.deliveries.leaving import let_released_through
from sharewell.domain.deliveries.states import AnswerKind, answers_open_to
from sharewell.domain.errors import NotFound
from sharewell.minimising import neutral_name
from sharewell.web.deliveries.forms import WordsForm
from sharewell.web.deliveries.pages import as_file

# What each answer asks for in words, and what is said when they are missing; none for a plain press.
WORDS = {
    AnswerKind.NOT_ACCEPTED: lambda: (
        _("Why not, and who should have it?"),
        _("Say why you do not accept it"),
    ),
    AnswerKind.ACTING: lambda: (_("What are you doing?"), _("Say what you are doing")),
    AnswerKind.OUTCOME: lambda: (_("What happened in the end?"), _("Say what happened")),
}


def context(opening, where: str, wrong: tuple | None = None) -> dict:
    """What the page shows. `where` is the noun of its addresses; `wrong` a (kind, form) that did not go
    through.
    """
    delivery = opening.delivery
    let_released_through(delivery)
    kinds = answers_open_to(delivery.state)
    forms = {kind: _form(kind) for kind in kinds if kind in WORDS}
    if wrong:
        forms[wrong[0]] = wrong[1]
    return {
        "opening": opening,
        "delivery": delivery,
        "seen": reading.read_out(packages.read(bytes(delivery.package))),
        "pictures": f"{where}:picture",
        "where": where,
        "can": [kind.value for kind in kinds],
        "answer_forms": {kind.value: form for kind, form in forms.items()},
        "forms": [wrong[1]] if wrong else [],
        "answers": delivery.answers.all(),
    }


def answer(request, opening, where: str) -> HttpResponse:
    kind = request.POST.get("kind", "")
    if kind not in AnswerKind.values:
        raise Http404
    form = _form(AnswerKind(kind), request.POST) if AnswerKind(kind) in WORDS else None
    if form is not None and not form.is_valid():
        shown = context(opening, where, (AnswerKind(kind), form))
        return render(request, f"{where}/one.html", shown, status=422)
    words = form.cleaned_data["words"] if form else ""
    given = actions.answer(opening=opening, kind=kind, words=words)
    return redirect(f"{where}:receipt", opening.delivery_id, given.pk)


def receipt(request, opening, answer, where: str) -> HttpResponse:
    try:
        given = queries.answer_for(opening, opening.delivery, answer)
    except NotFound as error:
        raise Http404 from error
    text = printouts.receipt(given)
    if request.GET.get("as") == "file":
        return as_file(text.encode(), "text/plain; charset=utf-8", f"receipt-{given.delivery.reference}.txt")
    return render(
        request, "deliveries/receipt.html", context(opening, where) | {"given": given, "receipt": text}
    )


def package_pdf(opening) -> HttpResponse:
    actions.download(opening=opening, what="package")
    let_released_through(opening.delivery)
    data = printouts.package_pdf(opening.delivery)
    return as_file(data, "application/pdf", printouts.file_name(opening.delivery, get_language()))


def picture(opening, file) -> HttpResponse:
    """A picture inside the page."""
    paper = _paper(opening, file)
    if not paper.is_picture:
        raise Http404
    return as_file(bytes(paper.data), paper.content_type)


def save_file(opening, file) -> HttpResponse:
    paper = _paper(opening, file)
    actions.download(opening=opening, what=paper.sha256)
    return as_file(
        bytes(paper.data), paper.content_type, neutral_name(paper.kind, paper.number, lang=get_language())
    )


def _paper(opening, file):
    try:
        return queries.paper_of(opening.delivery, file)
    except NotFound as error:
        raise Http404 from error


def _form(kind: AnswerKind, data=None) -> WordsForm:
    label, missing = WORDS[kind]()
    return WordsForm(data, label=label, missing=missing, prefix=None, auto_id=f"{kind.value}-%s")
