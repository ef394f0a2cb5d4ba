"""The law behind the answers, for lawyers: every rule with its source, its dates and its doubts.

Open to anybody. Nothing is stored: a correction is a text that whoever wrote it sends themselves.
"""
