"""Two answers side by side: the one that was given, and the one if some facts were otherwise."""

from sharewell import rules
from sharewell.web.questions.walks import UNKNOWN, Walk

NATION, ELSEWHERE = "nation", "recipient.nation"


def imagined(walk: Walk, changed: dict) -> tuple[Walk, dict]:
    """The walk as if `changed` were so, and what had to change with it: {key: value}.

    A recipient in the sharer's own nation moves with it; what cannot be there becomes the nearest that can.
    """
    along: dict = {}
    said = walk.said | changed
    if NATION in changed and ELSEWHERE not in changed and said.get(ELSEWHERE) == walk.said.get(NATION):
        along[ELSEWHERE] = changed[NATION]
    for _attempt in range(len(said)):
        walked = Walk({**walk.said, **changed, **along})
        try:
            rules.current().read(walked.case(), to_decide=False)
        except rules.CaseError as error:
            along[error.key] = error.nearest if error.key.endswith(".kind") else UNKNOWN
        else:
            break
    return walked, along
