"""Notification's entrypoints beside messages, a file for each part of its work."""
