"""Three honest pages that the footer links to: what this is, how accessible it is, what it keeps."""
