"""For a signatory with no account: a secure link, the agreement, comments and a signature."""
