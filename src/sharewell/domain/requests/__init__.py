"""What agencies ask of each other: requests made and received, on the forms of the statutory code.

A request is answered by a decision; it is never itself a reason to share.
"""
