"""The four services.  Each owns one database; they share words (``common``), not code."""
