"""Somebody is in danger now: who to ring, what to say, and afterwards what was done. Needs no account and no script."""
