"""What this folder's pages call things."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sharewell.domain.dpias import law, queries
from sharewell.domain.dpias.template import template
from sharewell.web.assessments.forms import lang

_MISSING = {
    "risks": gettext_lazy("A risk of sharing and a risk of not sharing"),
    "left": gettext_lazy("For each risk, what is left of it"),
    "covers": gettext_lazy("The purposes and the kinds of recipient"),
    "views": gettext_lazy("What people think, or why they were not asked"),
    "reopened": gettext_lazy("How each question stands that was opened again"),
}


def question_title(assessment, ident):
    """A question as it is asked."""
    if ident == "risks":
        return _("The risks")
    return template(assessment.template).question(ident).asks


def missing_words(assessment, what):
    """Something that is missing before it goes round."""
    return str(_MISSING[what]) if what in _MISSING else question_title(assessment, what)


def about_words(reopening):
    """What opened a question again by its name: a provision, a recipient; nothing where its kind tells."""
    noun, _colon, ident = reopening.about.partition(":")
    if noun == "rule":
        found = law.provision(ident.partition("@")[0])
        return f"{found.title[lang()]} ({found.where})" if found else ""
    return queries.name_of_recipient(ident) if noun == "organisation" else ""
