"""For a party without an account: a link and a code lead to an agreement, to comment on it or to sign it."""
