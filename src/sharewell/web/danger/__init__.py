"""Somebody is in danger now: who to ring, what to say, and what was done. Needs no account, no script."""
