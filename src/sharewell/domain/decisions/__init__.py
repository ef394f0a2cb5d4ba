"""A worry, what was written down about it, and each decision to share or not to share.

An entry can be undone until it is sent; after that it is corrected by a new one. A decision is about one
child and one recipient; it freezes the case, the outcome and the rules that gave it, and is never changed.
What it rests on besides (the limb of paragraph 18, the policy document) is kept beside it, given with it or,
after an emergency, later; what is missing never stops it.
Deciding not to share is an equal of deciding to share. This room never sends anything, and nobody sees a
worry without a reason that is written down.
"""
