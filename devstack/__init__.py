"""What a laptop needs and production does not: servers, processes, a demo chain and its people."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The checkout; every process of ours runs with it as its working directory."""
