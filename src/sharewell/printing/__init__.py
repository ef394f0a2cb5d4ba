"""Printed sheets: the decision record, the package, a front door's form, what was done in an emergency.

`pdf("record", data, "cy")` gives an accessible PDF; the shape of each template's data is in `shapes.py`.
Every label is there in both languages, every text is set as it is, and the same data gives the same bytes
on any machine. Knows no database and no network.
"""

from .typesetting import pdf

__all__ = ["pdf"]
