"""Choosing what a recipient needs, checking it, sending it, and following what becomes of it."""
