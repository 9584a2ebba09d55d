"""Notification's command line, a file for each part of it."""
