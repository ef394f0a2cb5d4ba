"""Organisations, the people in them, and the directory of front doors.

An organisation has a kind, a nation and people with one role each. The directory says how each front door is
reached and when somebody last checked it. An organisation may have start dates that its own lawyers
confirmed; what it lacks is a gap, with an owner and a day. The room never holds anything about a child, and
nobody signs up by themselves.
"""
