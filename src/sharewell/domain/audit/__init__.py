"""The log of every step: events are added, read and proved, and never changed.

An event says who, what and when by id, and commits to what was decided or sent; it holds no personal data and
no foreign keys. What opens a commitment can be erased without touching the log. An event that cannot be
recorded undoes the write that it belongs to. This room never decides who may read: its callers ask first.
"""
