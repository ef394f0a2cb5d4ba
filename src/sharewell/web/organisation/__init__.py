"""What stands behind an organisation's sharing: its policy document, start dates of its own, its gaps."""
