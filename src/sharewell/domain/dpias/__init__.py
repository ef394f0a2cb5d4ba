"""Impact assessments: screening, risks of sharing and of not sharing, hats, sign-off, reopening.

Nobody wears every hat of one assessment. What was signed off stays as it was; an event reopens a question.
"""
