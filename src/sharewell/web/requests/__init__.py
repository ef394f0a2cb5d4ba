"""The forms of the statutory code: requests made and received, and their decisions."""
