"""Writing a worry down: the child or children, what was seen, and who to. One page; nothing typed is lost."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sharewell.domain.decisions import actions, permissions, queries
from sharewell.domain.errors import Clash, NotFound
from sharewell.web.layout.clashes import number_in
from sharewell.web.questions.drafts import current_draft, go_on_with
from sharewell.web.questions.stores import store_for
from sharewell.web.worries.forms import MOST_NEW, ChildForm, SeenForm
from sharewell.web.worries.found import list_seen
from sharewell.web.worries.recipients import Chooser, begin_deciding
from sharewell.web.worries.typed import as_posted, shown, typed_in

PAGE = "new"
KNOWN_CHILDREN = 30


class Page:
    """What the page holds: `data` is what was posted or kept; forms complain only where `is_final`."""

    def __init__(self, request, data, walk, is_final=False):
        self.person = request.user
        data = data if data is not None else as_posted({})
        self.known = list(queries.children_for(request.user)[:KNOWN_CHILDREN])
        self.chosen = data.getlist("child")
        rows = min(max(int(data.get("rows") or (0 if self.known else 1)), 0), MOST_NEW)
        self.new = [self._form(ChildForm, data, is_final, prefix=f"new{number}") for number in range(rows)]
        start = {} if data else {"happened_on": timezone.localdate()}
        self.seen = self._form(SeenForm, data, is_final, start=start)
        kind = walk.said.get("recipient.kind", "")
        self.chooser = Chooser(request.user, data, kind=kind, chosen=walk.to)
        self.is_shielded = "shielded" in data if data else True
        self.worry_pk = data.get("worry") or str(uuid4())
        self.child_error = ""

    def _form(self, form, data, is_final, start=None, **kwargs):
        kwargs["use_required_attribute"] = False
        if is_final:
            return form(data, **kwargs)
        return shown(form, data, **kwargs) if data else form(initial=start, **kwargs)

    @property
    def forms(self):
        return [*self.new, self.seen]

    def is_valid(self):
        """Whether all of it can be recorded; says what is missing where not."""
        made = [form for form in self.new if not form.is_blank]
        if not self.children and not made:
            self.child_error = _("Choose a child, or write down who this is about")
        return all([form.is_valid() for form in [*made, self.seen]]) and not self.child_error

    @property
    def children(self):
        """The children chosen from those known here."""
        return [child for child in self.known if str(child.pk) in self.chosen]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """Show the page, keep it for later, or record the worry and go on to the decisions."""
    list_seen(request)
    if refusal := permissions.raise_worry_refusal(request.user):
        raise refusal
    draft, walk = current_draft(request), store_for(request).load()
    if draft and draft.worry_id:
        return redirect("worries:decide", draft.pk)
    if request.method != "POST":
        kept = as_posted(draft.forms[PAGE]) if draft and PAGE in draft.forms else None
        return _show(request, Page(request, kept, walk), walk, draft)
    do = request.POST.get("do", "go")
    if do in ("save", "someone"):
        return _keep(request, draft, walk, do)
    data = request.POST.copy()
    if do == "more":
        data["rows"] = str(int(data.get("rows") or 0) + 1)
    page = Page(request, data, walk, is_final=do == "go")
    if do != "go" or not page.is_valid():
        return _show(request, page, walk, draft)
    return _record(request, page, walk, draft)


def _show(request, page, walk, draft):
    context = {
        "page": page,
        "walk": walk,
        "version": draft.version if draft else 0,
        "draft": draft,
        "rows": len(page.new),
        "most": MOST_NEW,
        "today": timezone.localdate(),
    }
    return render(request, "worries/new.html", context)


def _keep(request, draft, walk, do):
    """Keep what was typed in a draft: to come back later, or to add somebody on another page."""
    response = redirect("worries:someone_else" if do == "someone" else "home:today")
    store = store_for(request)
    if draft is None:
        draft = store.begin(walk.answers)
        store.signed_out.forget(response)
    try:
        actions.save_form(
            draft=draft, page=PAGE, typed=typed_in(request), by=request.user,
            version=number_in(request) or draft.version,
        )  # fmt: skip
    except Clash as clash:
        return show_clash(request, clash, "worries:new")
    if do == "save":
        go_on_with(request, None)
        messages.success(request, _("Kept. You find it here, under what is not finished."))
    return response


def show_clash(request, clash, back, *args):
    """Both versions side by side. Nothing was overwritten; a press decides."""
    rows = [(name, clash.theirs.get(name, []), clash.mine.get(name, [])) for name in clash.differing]
    context = {
        "rows": [row for row in rows if row[0] not in ("worry", "rows")],
        "typed": typed_in(request),
        "version": clash.version,
        "back": (back, args),
        "do": request.POST.get("do", "save"),
    }
    return render(request, "worries/clash.html", context, status=409)


def _record(request, page, walk, draft):
    """Record the worry; with recipients on to the decisions, else to its page. A second press changes
    nothing.
    """
    try:
        worry = queries.worry_for(request.user, UUID(page.worry_pk))
    except NotFound:
        worry = _raise(request.user, page, walk, draft)
    to = [value for value in page.chooser.chosen if value]
    children = [str(child.pk) for child in queries.children_of(worry)]
    if page.chooser.recipients:
        response = redirect("worries:decide", begin_deciding(worry, request.user, to, children).pk)
    else:
        messages.success(request, _("Written down. Decide who to share it with when you are ready."))
        response = redirect("worries:one", worry.pk)
    store = store_for(request)
    getattr(store, "signed_out", store).forget(response)
    go_on_with(request, None)
    return response


def _raise(person, page, walk, draft):
    return actions.raise_worry(
        pk=UUID(page.worry_pk), by=person, children=page.children, draft=draft, answers=walk.said,
        new_children=[form.facts() for form in page.new if not form.is_blank],
        entries=page.seen.entries(person.name), source_shielded=page.is_shielded,
    )  # fmt: skip
