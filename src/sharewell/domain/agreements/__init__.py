"""Sharing agreements, protocols and disclosures: parties, flows, clauses, signatures, review.

An agreement in force never changes: what changes is its next version. It never stands in the way of a share
that protects a child.
"""
