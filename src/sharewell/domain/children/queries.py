"""Every read of children, linked people and places."""

from sharewell.domain.children import permissions
from sharewell.domain.children.models import Child


def children_for(person):
    """The children whom this person may see by this room's own rule, latest first."""
    ours = Child.objects.filter(organisation_id=person.organisation_id)
    return [child for child in ours if not permissions.see_child_refusal(person, child)]
