"""What somebody typed, kept as it was: shown again without complaint, and stored in a draft."""

from django.http import QueryDict

from sharewell.web.layout.came_from import NOT_TYPED

_OURS = (*NOT_TYPED, "do")


def typed_in(request):
    """What was posted, as a draft keeps it: {name: [values]}."""
    return {name: values for name, values in request.POST.lists() if name not in _OURS}


def as_posted(typed):
    """The way back, as if it had just been posted."""
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, values)
    return data


def shown(make, data, **kwargs):
    """A form that shows what was typed and does not complain about it yet."""
    empty = make(**kwargs)
    initial = {
        name: field.widget.value_from_datadict(data, {}, empty.add_prefix(name))
        for name, field in empty.fields.items()
    }
    kept = {name: value for name, value in initial.items() if value not in (None, "", [])}
    return make(initial=kept, **kwargs)
