"""The answer: what may or must be shared with whom, what to do next, and why. In the rules' words."""
