"""What a person wants: by which way and when to be told, and what they agreed to."""
