"""Fixtures that every layer may use; a layer's own live in its folder."""

import os
from pathlib import Path

import pytest
import structlog

# Settings are read once a process, before anything else is imported.
os.environ.setdefault("SLIPBOARD_SECRET", "only-for-tests-0123456789abcdef0123456789")
os.environ.setdefault("SLIPBOARD_TOTP", "offered")
os.environ.setdefault("TWILIO_ACCOUNT_SID", "AC" + "0" * 32)
os.environ.setdefault("TWILIO_AUTH_TOKEN", "test-token")
os.environ.setdefault("TWILIO_FROM", "+15005550006")
HERE = Path(__file__).parent

# What is logged is seen where a test fails; its pretty frames take a second for each error.
in_plain_words = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
structlog.configure(processors=[structlog.processors.add_log_level, in_plain_words])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test with its layer, the folder it lives in: ``-m unit``."""
    for item in items:
        item.add_marker(item.path.relative_to(HERE).parts[0])
