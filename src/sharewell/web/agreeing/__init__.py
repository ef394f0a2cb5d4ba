"""An agreement goes round: comments, quality assurance, signatures, reviews, joining and leaving."""
