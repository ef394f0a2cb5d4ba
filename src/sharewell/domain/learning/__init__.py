"""Policies, privacy notices and how long records are kept: versions, owners, reviews, and who has read which.

A version that was published never changes.
"""
