"""Home: what needs a signed-in person today, in plain sentences with one action each; then their worries."""
