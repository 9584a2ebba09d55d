"""Broadcasts: the same words to many people, at a rate, with a way back (RM-15, CM-04)."""
