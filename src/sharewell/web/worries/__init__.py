"""Worries: writing one down, deciding for each child and recipient, reading the whole of it, proving a
decision.
"""
