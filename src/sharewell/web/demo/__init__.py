"""The demo's own pages: who can sign in, their codes, and every mail that was sent.

They are addresses of the service only where it was started by `dev.py demo`, and show secrets of
invented people to anybody who asks.
"""
