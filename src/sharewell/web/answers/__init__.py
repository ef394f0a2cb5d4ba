"""The answer: what may or must be shared with whom, what to do next, and why. The words come from the rules."""
