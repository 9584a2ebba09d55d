from datetime import UTC, datetime, timedelta

from services.notification.domain.webhooks.endpoints import Endpoint
from services.notification.domain.webhooks.health import of_endpoints

NOW = datetime(2026, 3, 9, 1, tzinfo=UTC)


def an_endpoint(**but):
    terms = {
        "id": "we-1", "partner_id": "p1", "url": "https://a.example", "events": ("*",),
        "created_at": NOW, "asked": "x",
    } | but  # fmt: skip
    return Endpoint(**terms)


def test_the_one_that_fails_longest_stands_for_all():
    endpoints = [
        an_endpoint(failing_since=NOW),
        an_endpoint(failing_since=NOW - timedelta(days=1), state="paused"),
        an_endpoint(state="disabled"),
    ]

    told = of_endpoints(endpoints, owed=3, failed=1, lags=[])

    assert told == {
        "endpoints": 3, "stopped": 2, "owed": 3, "failed": 1, "lag_p95_seconds": None,
        "failing_since": "2026-03-08T01:00:00+00:00",
    }  # fmt: skip


def test_the_lag_is_that_of_all_but_the_latest_twentieth():
    def lag(lags):
        return of_endpoints([], owed=0, failed=0, lags=lags)["lag_p95_seconds"]

    assert lag([7.0]) == 7.0
    assert lag([float(one) for one in range(100, 0, -1)]) == 95.0
    assert lag([0.1] * 19 + [60.0]) == 0.1
    assert lag([0.1] * 18 + [60.0] * 2) == 60.0
