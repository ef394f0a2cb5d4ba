"""The register of agreements: finding one, reading it, bringing in what exists, taking it out, showing it."""
