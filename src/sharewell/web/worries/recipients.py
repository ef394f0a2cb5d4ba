"""Who to: the directory by area and role, those written down before, and somebody who is in neither."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sharewell import rules
from sharewell.domain.decisions import actions as decisions
from sharewell.domain.decisions import queries
from sharewell.domain.organisations import actions, permissions
from sharewell.domain.organisations import queries as organisations
from sharewell.domain.organisations.states import NOT_VERIFIED
from sharewell.web.layout.moments import day
from sharewell.web.questions.drafts import current_draft
from sharewell.web.worries.forms import ContactForm
from sharewell.web.worries.found import seen
from sharewell.web.worries.naming import find, value_of
from sharewell.web.worries.typed import typed_in

MOST_CONTACTS = 6
MOST_FOUND = 20


@dataclass
class Option:
    """One recipient to choose: `value` is what the page posts; `is_first` stands above the fold."""

    value: str
    text: str
    hint: str
    is_first: bool


class Chooser:
    """The recipients that a page offers, and which of them are chosen. `data` is what was posted, or
    nothing.
    """

    def __init__(self, person, data=None, kind="", chosen="", words=""):
        self.person, self.kind, self.words = person, kind, words
        data = data if data is not None else QueryDict()
        self.areas = organisations.areas()
        wanted = data.get("area", "") or str(person.organisation.area_id or "")
        self.area = next((area for area in self.areas if str(area.pk) == wanted), None)
        self.chosen = list(dict.fromkeys(data.getlist("to") if data else filter(None, [chosen])))
        self.options = self._options()
        if (
            not data
            and not chosen
            and kind
            and self.area
            and self.area.front_door
            and self.area.front_door.kind == kind
        ):
            self.chosen = [value_of(self.area.front_door)]
        self.error = ""

    def _options(self):
        front_door = self.area.front_door_id if self.area else None
        entries = self._entries()
        options = [self._entry(entry, front_door) for entry in entries]
        contacts = organisations.contacts_for(self.person)
        listed = {option.value for option in options}
        for row in self._recipients():
            value = value_of(row)
            if value not in listed and not value.startswith("c-"):
                options.append(self._entry(row, front_door, is_first=True))
        chosen = [contact for contact in contacts if value_of(contact) in self.chosen]
        others = [contact for contact in contacts if contact not in chosen]
        options += [self._contact(contact, True) for contact in chosen]
        options += [self._contact(contact, False) for contact in others[:MOST_CONTACTS]]
        door = f"e-{front_door}"
        return sorted(options, key=lambda option: (option.value != door, not option.is_first))

    def _entries(self):
        """Those of the area; with words to look for, those whom they fit, wherever they are."""
        if self.words:
            return organisations.directory_for(self.person, words=self.words)[:MOST_FOUND]
        return organisations.directory_for(self.person, area=self.area) if self.area else []

    def _entry(self, entry, front_door, is_first=False):
        first = (
            is_first or entry.pk == front_door or (entry.kind == self.kind and not self._has_door(front_door))
        )
        checked = _("Checked %(day)s") % {"day": day(entry.checked_on)}
        first = first or value_of(entry) in self.chosen or bool(self.words)
        return Option(value_of(entry), f"{entry.organisation}", f"{entry.role}. {checked}.", first)

    def _has_door(self, front_door):
        """Whether the area's own front door is of the kind that is looked for: then it alone stands first."""
        return bool(front_door and self.area.front_door.kind == self.kind)

    def _contact(self, contact, is_first):
        hint = _("Checked") if contact.is_verified else _("Not checked yet who they are")
        return Option(value_of(contact), str(contact), f"{_('Not in the directory')}. {hint}.", is_first)

    def _recipients(self):
        return [row for row in (find(self.person, value) for value in self.chosen) if row]

    @property
    def recipients(self):
        """The chosen DirectoryEntry and Contact rows, in the order of choosing."""
        return self._recipients()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def who(request, pk):
    """Decide (again) about a worry that is written down: who to, and for which of the children."""
    worry = seen(request, queries.worry_for, pk)
    posted = request.POST if request.method == "POST" else None
    chooser = Chooser(request.user, posted, kind="childrens-services" if worry.is_emergency else "")
    children = queries.children_of(worry)
    chosen = request.POST.getlist("about") if posted else [str(child.pk) for child in children]
    if posted and request.POST.get("do") != "look":
        about = [str(child.pk) for child in children if str(child.pk) in chosen]
        if request.POST.get("do") == "someone" and about:
            draft = begin_deciding(worry, request.user, chooser.chosen, about)
            return redirect("worries:decide_someone_else", draft.pk)
        if chooser.recipients and about:
            return redirect("worries:decide", begin_deciding(worry, request.user, chooser.chosen, about).pk)
        chooser.error = _("Choose at least one recipient") if about else _("Choose at least one child")
    context = {"worry": worry, "chooser": chooser, "children": children, "chosen": chosen}
    return render(request, "worries/who.html", context)


def begin_deciding(worry, person, to, children):
    """A draft in which the pairs of these recipients and children are decided."""
    draft = decisions.begin_draft(by=person, worry=worry, answers=worry.answers)
    typed = {"to": to, "about": children}
    return decisions.save_form(draft=draft, page="pairs", typed=typed, version=draft.version, by=person)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def someone_else(request):
    """Add somebody who is not in the directory, from the page of a new worry, and go back there."""
    draft = current_draft(request)
    if draft is None:
        return redirect("worries:new")
    return _someone_else(request, draft, "new", "worries:new", ())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def someone_else_for_decision(request, pk):
    """Check, or add, a recipient of the pairs that are being decided."""
    draft = seen(request, queries.draft_for, pk)
    return _someone_else(request, draft, "pairs", "worries:decide", (draft.pk,))


def _someone_else(request, draft, page, back, args):
    say = lambda kind: rules.current().say("recipient.kind", kind, get_language())  # noqa: E731
    if refusal := permissions.add_contact_refusal(request.user):
        raise refusal
    form = ContactForm(request.POST if request.method == "POST" else None, say=say)
    likeness = None
    if form.is_bound and form.is_valid():
        likeness = (
            organisations.looks_like(form.cleaned_data["email"]) if form.cleaned_data["email"] else None
        )
        if likeness is None or form.cleaned_data["email_is_right"]:
            contact = _add(request.user, form)
            typed = dict(draft.forms.get(page, {}))
            typed["to"] = [*typed.get("to", []), value_of(contact)]
            decisions.save_form(draft=draft, page=page, typed=typed, version=draft.version, by=request.user)
            messages.success(request, _("%(who)s is written down and chosen.") % {"who": contact})
            return redirect(back, *args)
        form.add_error("email", _("This address is not the one we know, but looks like it: look twice"))
    context = {"form": form, "likeness": likeness, "back": (back, args), "typed": typed_in(request)}
    return render(request, "worries/someone_else.html", context)


def _add(person, form):
    facts = {name: value for name, value in form.cleaned_data.items() if name != "email_is_right"}
    facts["verified_how"] = facts["verified_how"] or NOT_VERIFIED
    return actions.add_contact(by=person, nation=person.organisation.nation, **facts)
