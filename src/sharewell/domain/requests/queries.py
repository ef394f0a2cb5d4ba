"""Every read of forms. The first argument is the person asking."""

from django.db.models import Exists, OuterRef, Q

from sharewell.domain.decisions import queries as decisions
from sharewell.domain.decisions.seeing import seen_through, takes_part
from sharewell.domain.errors import NotFound
from sharewell.domain.requests import permissions
from sharewell.domain.requests.filling import filled
from sharewell.domain.requests.kinds import kind_of
from sharewell.domain.requests.models import CodeForm
from sharewell.domain.requests.states import DROPPED, OPEN, REQUEST

MOST = 200  # on one page
_WITH = (
    "organisation",
    "worry__organisation",
    "decision__worry__organisation",
    "decision__recipient__organisation",
    "decision__contact",
    "decision__by__organisation",
    "decision__rules",
    "begun_by__organisation",
    "finished_by__organisation",
    "request__organisation",
    "request__begun_by__organisation",
)


def _forms():
    return CodeForm.objects.select_related(*_WITH).exclude(state=DROPPED)


def form_for(person, pk):
    """One form; NotFound where there is none or the person may not see it."""
    form = _forms().filter(pk=pk).first()
    if form is None or permissions.see_form_refusal(person, form):
        raise NotFound()
    return form


def form_as_it_is(form):
    """A form that the person asking has already been given, read anew with all that it is about."""
    return CodeForm.objects.select_related(*_WITH).get(pk=form.pk)


def forms_for(person):
    """Every form that the person may see, the latest first."""
    if not takes_part(person):
        return []
    ours = Q(organisation_id=person.organisation_id)
    free = Q(worry__isnull=True)
    if person.role not in permissions.ANSWERS_FOR_FORMS:
        free &= Q(begun_by=person)
    seen = seen_through(person, "worry") & Q(worry__isnull=False)
    return list(_forms().filter(ours & (free | seen))[:MOST])


def forms_about(person, worry):
    """The forms about a worry that the person asking has already been given."""
    return list(_forms().filter(worry=worry))


def forms_answering(person, request):
    """The decisions on a request that came in, as far as the person may see them."""
    return [
        each for each in _forms().filter(request=request) if not permissions.see_form_refusal(person, each)
    ]


def to_go_on_with(person):
    """(the requests that came in to the person and that nobody has begun to decide on, the other forms that
    they began and have not finished), the latest first. One read, of the forms alone.
    """
    if not takes_part(person):
        return [], []
    decided = CodeForm.objects.filter(request=OuterRef("pk"))
    rows = CodeForm.objects.select_related("organisation", "worry").exclude(state=DROPPED)
    rows = rows.filter(
        Q(state=OPEN) | Q(kind=REQUEST, is_received=True), Q(worry=None) | seen_through(person, "worry"),
        begun_by=person, organisation_id=person.organisation_id,
    ).annotate(is_decided_on=Exists(decided))  # fmt: skip
    waiting, left = [], []
    for form in rows:
        if form.kind == REQUEST and form.is_received:
            waiting += [] if form.is_decided_on else [form]
        else:
            left.append(form)
    return waiting, left


def decisions_to_link(person, kinds):
    """The decisions about recipients of those kinds that a case of the toolkit could belong to."""
    found = []
    for worry in decisions.worries_for(person)[:MOST]:
        found += [each for each in decisions.decisions_of(worry) if each.to.kind in kinds]
    return sorted(found, key=lambda each: each.at, reverse=True)


def said_in(form, lang):
    """{question: said} as the form stands now: what a person wrote, and else what the record answers."""
    written = {key: row["said"] for key, row in form.answers.items()}
    return filled(form, lang) | written


def missing_in(form, lang="en"):
    """The questions that have to be answered before the form is finished, and are not."""
    said = said_in(form, lang)
    return [each for each in kind_of(form.kind).questions.values() if each.needed and not said.get(each.id)]
