"""Signing in through an organisation's own service, by OpenID Connect: code flow, PKCE, state and nonce.

Nobody comes in who was not written in here before. What the service says is checked, used and forgotten: of
its claims only a hash of the subject is kept.
"""
