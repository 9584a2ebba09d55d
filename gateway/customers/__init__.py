"""Customers who book for themselves: who they are, what they may, and how they prove a number."""
