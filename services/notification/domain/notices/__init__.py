"""What followup wants customers told: whether, in which words, by which ways."""
