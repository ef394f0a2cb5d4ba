"""What the address of a register's page says that it is narrowed to, and the addresses of its other pages."""

from urllib.parse import urlencode
from uuid import UUID

from sharewell.domain.agreements.queries.register import ORDERS, STANDINGS, Narrowing

LONGEST = 100  # letters that are looked for


def narrowing_in(request) -> Narrowing:
    """Read it; what makes no sense is left out."""
    said = request.GET
    standing, order, page = said.get("standing", ""), said.get("order", ""), said.get("page", "1")
    return Narrowing(
        words=said.get("words", "")[:LONGEST],
        standing=standing if standing in STANDINGS else "",
        kind=said.get("kind", "")[:60],
        partner=_id_or_nothing(said.get("partner", "")),
        purpose=said.get("purpose", "")[:40],
        order=order if order in ORDERS else "newest",
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
    )


def query_of(narrowing: Narrowing, **other) -> str:
    """The query of a page that is narrowed in the same way, but for `other`."""
    said = {name: value for name, value in {**vars(narrowing), **other}.items() if value}
    said = {
        name: value for name, value in said.items() if (name, value) not in (("order", "newest"), ("page", 1))
    }
    return f"?{urlencode(said)}" if said else "?"


def _id_or_nothing(said: str) -> str:
    try:
        return str(UUID(said))
    except ValueError:
        return ""
