"""Notification's entrypoints, a file for each part of its work."""
