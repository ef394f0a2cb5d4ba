"""The forms of the statutory code: requests and their decisions, the checklist, the toolkit."""
