"""Followup's rules: when a call is due, who may make it, and when it is over."""
