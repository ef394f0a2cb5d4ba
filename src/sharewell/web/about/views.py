from django.shortcuts import render
from django.views.decorators.http import require_safe

from sharewell import __version__, rules


@require_safe
def page(request, name):
    """One of the three pages. They need nothing but words, and what is running."""
    return render(
        request, f"about/{name}.html", {"version": __version__, "rules_version": rules.current().version}
    )
