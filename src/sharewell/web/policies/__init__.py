"""Policies, privacy notices and the retention schedule: what is in force, and who has read it."""
