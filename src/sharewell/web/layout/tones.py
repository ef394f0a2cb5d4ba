"""How each outcome looks, always with a word beside it: its tone, and the shape that stands for it."""

TONES = {
    "share-now": ("now", "telephone"),
    "must-share": ("share", "tick"),
    "may-share": ("share", "tick"),
    "seek-advice": ("advice", "hand"),
    "do-not-share": ("not", "turn"),
}
