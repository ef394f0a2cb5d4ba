"""For a recipient with only a browser: a link and a code open what was sent. No account, nothing to
install.
"""
