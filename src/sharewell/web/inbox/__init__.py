"""What other organisations sent to ours: opening it, and answering."""
