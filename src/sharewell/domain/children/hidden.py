"""An address that must not be disclosed, as a type of its own: no page, log or error shows one by chance.

Reading the column gives a `Hidden`, which says only that there is an address. The words come out by
`opened()` alone, and tests/architecture/test_hidden.py lists every function that may call it.
"""

from django.utils.translation import gettext as _

from sharewell.domain.sealed import Sealed, SealedTextField


class Hidden:
    """The address of one row, sealed: text in a template, a list, a log line or a traceback says nothing."""

    __slots__ = ("_box", "_field", "_row")

    def __init__(self, field, row, box):
        self._field, self._row, self._box = field, row, box

    def opened(self):
        """The address itself. Never keep it, and never hand it to anything that writes it down."""
        return self._field.open(self._box, self._row)

    def __str__(self):
        return _("An address that is not to be disclosed")

    def __repr__(self):
        return "<hidden address>"

    def __reduce__(self):
        raise TypeError("a hidden address is not copied, cached or serialised")


class _HiddenAttribute:
    """Gives a `Hidden`, and seals at once what is set."""

    def __init__(self, field):
        self.field = field

    def __get__(self, row, cls=None):
        if row is None:
            return self
        if self.field.attname not in row.__dict__:
            row.refresh_from_db(fields=[self.field.attname])
        return Hidden(self.field, row, row.__dict__[self.field.attname])

    def __set__(self, row, value):
        is_sealed = isinstance(value, Sealed)
        row.__dict__[self.field.attname] = value if is_sealed else self.field.seal(value, row)


class HiddenAddressField(SealedTextField):
    """An address under a key of its own. Set it after the primary key and after what the row belongs to."""

    descriptor_class = _HiddenAttribute
    purpose = "safe-addresses"
