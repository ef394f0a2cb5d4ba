"""Words that rows of this room may hold."""

from django.utils.translation import gettext_lazy as _

RELATIONS = {
    "parent": _("Parent"),
    "step-parent": _("Step-parent or parent's partner"),
    "carer": _("Carer"),
    "sibling": _("Brother or sister"),
    "relative": _("Another relative"),
    "friend": _("Friend of the child"),
    "professional": _("Somebody who works with the child"),
    "other": _("Somebody else"),
}
