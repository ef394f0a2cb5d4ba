"""The kinds of agreement: what each asks, and the clauses in which the answers land. Each kind is a file.

`<id>.toml` beside this module is one kind; a folder named by SHAREWELL_AGREEMENT_KINDS adds more, or puts its
own in place of ours. A section that says `part = "rights"` is the one of `parts/rights.toml`, and may say
something else than it in a field or two. Every text is there in English and Welsh. What a file may hold is
described in docs/how-to/add-a-kind-of-agreement.md; a file that cannot be understood names itself, the place
and the mend.
"""

from sharewell.domain.agreements.kinds.reading import (
    SURE,
    Choice,
    Clause,
    Kind,
    KindError,
    Question,
    Section,
    kind,
    kinds,
    wrong_files,
)

__all__ = [
    "SURE",
    "Choice",
    "Clause",
    "Kind",
    "KindError",
    "Question",
    "Section",
    "kind",
    "kinds",
    "wrong_files",
]
