"""The Jinja environment that every page is drawn in."""

from django.conf import settings
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader

from sharewell.domain.children.queries import name_in_list
from sharewell.domain.decisions.lateness import late_words
from sharewell.web.layout import documents, languages, moments, storms, tongues
from sharewell.web.layout.fields import component, errors_of


def environment(**options) -> Environment:
    """Make the environment: the kit's macros, both languages, and the few functions that pages need."""
    options["loader"] = ChoiceLoader(
        [
            options["loader"],
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    env = Environment(
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"], trim_blocks=True, lstrip_blocks=True, **options
    )
    env.install_gettext_callables(gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext)
    env.globals.update(
        url=url,
        static=static,
        csrf=get_token,
        language=get_language,
        language_links=languages.links,
        navigation=navigation,
        component=component,
        errors_of=errors_of,
        storm=storms.banner,
        demo=settings.DEMO,
        idle_minutes=settings.SESSION_COOKIE_AGE // 60,
    )
    env.filters.update(day=moments.day, moment=moments.moment, clock=moments.clock, tel=tel)
    env.filters.update(picture_address=documents.picture_address, plain_words=documents.plain)
    env.filters["spoken"] = tongues.spoken
    env.filters["in_rules"] = tongues.in_rules
    env.filters["in_list"] = name_in_list
    env.filters["late"] = lambda row: late_words(row.happened_on, row.recorded_at)
    return env


def url(name: str, *args, **kwargs) -> str:
    """The address of a page, in the language of this page."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def tel(number: str) -> str:
    """A telephone number as the address of a link that rings it."""
    return "tel:" + "".join(c for c in number if c.isdigit() or c == "+")


# The name of the page, and the words for it.
_SIGNED_IN = [
    ("home:today", lambda: gettext("Needs you today")),
    ("worries:all", lambda: gettext("Worries")),
    ("inbox:all", lambda: gettext("Inbox")),
    ("directory:all", lambda: gettext("Directory")),
    ("organisation:hub", lambda: gettext("Arrangements")),
]
_ADMINISTRATOR = [("people:all", lambda: gettext("People"))]


def navigation(request) -> list[dict]:
    """The pages in the bar of a signed-in person: text, href, and whether we stand in that part."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return []
    shown = _SIGNED_IN + (_ADMINISTRATOR if request.user.role == "administrator" else [])
    return [_place(request, name, words()) for name, words in shown]


# What is reached from one of these pages and has an address of its own.
_UNDER = {
    "organisation:hub": (
        "agreements:all", "register:all", "assessments:all", "policies:all", "oversight:flows",
        "oversight:record",
    ),
}  # fmt: skip


def _place(request, name, text):
    href = reverse(name)
    within = (href, *(reverse(each) for each in _UNDER.get(name, ())))
    return {"text": text, "href": href, "active": request.path.startswith(within)}
