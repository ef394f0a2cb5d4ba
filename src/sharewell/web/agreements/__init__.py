"""Drafting agreements by questions, arguing over them, signing them and looking at them again."""
