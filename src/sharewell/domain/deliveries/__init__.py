"""Deliveries: what was sent to whom, by which way, and what they answered.

A delivery is one package for one recipient about one child, made from one decision.

It always holds: what is shown before sending is byte for byte what is sent; an address that is not to be
disclosed, and who raised the worry, leave only after a release somebody signed for; opening needs a press
and a code, never a mere visit; wrong codes lock for a while and destroy nothing; what was sent is recalled,
never deleted.

This room never decides whether to share (decisions), and never puts anything about a case into a mail or an
address.
"""
