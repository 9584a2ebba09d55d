"""Reporting's rules: what a fact says, what it counts for, and how counts become a report."""
