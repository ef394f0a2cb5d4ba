"""Lets everything go wrong, one numbered step at a time; docs/explanation/faults.md says how."""
