"""Rules of notification: whether, when and in which words; values in, values out."""
