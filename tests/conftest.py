"""Fixtures that every layer may use; a layer's own live in its folder."""

import os
from pathlib import Path

import pytest

# Settings are read once a process, before anything else is imported.
os.environ.setdefault("SLIPBOARD_SECRET", "only-for-tests-0123456789abcdef0123456789")
os.environ.setdefault("SLIPBOARD_TOTP", "offered")
os.environ.setdefault("TWILIO_ACCOUNT_SID", "AC" + "0" * 32)
os.environ.setdefault("TWILIO_AUTH_TOKEN", "test-token")
os.environ.setdefault("TWILIO_FROM", "+15005550006")
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test with its layer, the folder it lives in: ``-m unit``."""
    for item in items:
        item.add_marker(item.path.relative_to(HERE).parts[0])
