"""The rows: each asks the ground for two sides and compares them."""
