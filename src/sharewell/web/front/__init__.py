"""The first page: one button, and what to do in danger. And the way out, for somebody who is watched."""
