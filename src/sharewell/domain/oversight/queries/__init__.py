"""Every read of this room. The first argument is the person asking; they get what they may see."""

from sharewell.domain.oversight.queries.flows import flows_for
from sharewell.domain.oversight.queries.gaps import mended_by
from sharewell.domain.oversight.queries.processing import processing_for

__all__ = ["flows_for", "mended_by", "processing_for"]
