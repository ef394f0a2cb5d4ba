"""Signing in: a password and a second factor, for everybody. The steps are django-allauth's; the pages and
words are ours.
"""
