"""The register of agreements: search, import and export; public where the organisation chooses."""
