from datetime import UTC, datetime, timedelta

import pytest

from common import clock, config
from common.clock import SANDBOX_START, clock_of


@pytest.fixture
def setting(monkeypatch):
    def put(value):
        monkeypatch.setenv("SLIPBOARD_CLOCK", value)
        config.settings.cache_clear()

    yield put
    monkeypatch.undo()
    config.settings.cache_clear()


def test_the_real_clock_is_aware_and_runs():
    first = clock.real()

    assert first.tzinfo is UTC
    assert timedelta() <= clock.real() - first < timedelta(seconds=1)
    assert abs(datetime.now(UTC) - first) < timedelta(seconds=1)


def test_a_service_lives_by_the_real_clock_unless_told(setting):
    setting("real")

    assert clock_of("booking") is clock.real


def test_the_sandbox_starts_on_a_monday_morning_in_shanghai():
    assert SANDBOX_START.isoformat() == "2026-03-09T09:00:00+08:00"
    assert SANDBOX_START.strftime("%A") == "Monday"
