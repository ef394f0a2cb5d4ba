"""What agencies ask of each other, on the forms of the statutory code: requests, decisions, the checklist.

A form is filled from the record where it can be, and by a person where it cannot. Finished, it never changes.
A request is answered by a decision; it is never itself a reason to share, and no form ever stands before a
share in an emergency.
"""
