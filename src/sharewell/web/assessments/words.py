"""What this folder's pages call things."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sharewell.domain.dpias import clocks, law, queries
from sharewell.domain.dpias.template import template
from sharewell.web.answers.sources import slug_of
from sharewell.web.assessments.forms import lang
from sharewell.web.law.words import confidence_means, confidences

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


def how_sure(confidence, rule):
    """How sure we are of something, as the law pages say it: `says`, `means`, and `href` to the rule."""
    return {
        "says": confidences()[confidence],
        "means": confidence_means(confidence),
        "href": reverse("law:provision", args=[slug_of(rule)]),
    }


def how_sure_of_limit(assessment):
    """The same of the time that the Commissioner has for an answer."""
    rule = clocks.rule_of(assessment.regime)
    return how_sure(law.provision(rule).confidence, rule)
