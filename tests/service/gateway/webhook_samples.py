"""What notification would reply about webhooks."""

from common.contracts.notification import webhooks
from common.contracts.notification.webhook_health import WEBHOOK_HEALTH

URL = "https://partner.example.com/slipboard"


def an_endpoint(**changes):
    return {
        "id": "we-1",
        "revision": 1,
        "partner_id": "p1",
        "url": URL,
        "events": ["*"],
        "state": "active",
        "paused_because": None,
        "failing_since": None,
        "owed": 0,
        "old_secret_until": None,
        "created_at": "2026-03-09T01:00:00+00:00",
    } | changes


def with_secret(**changes):
    return an_endpoint(secret="whsec_c2VjcmV0", replayed=False) | changes


def a_delivery(**changes):
    return {
        "id": "d-1",
        "endpoint_id": "we-1",
        "event_id": "booking_confirmed:b-1:1",
        "event_type": "booking_confirmed",
        "booking_id": "b-1",
        "occurred_at": "2026-03-09T01:00:00+00:00",
        "state": "pending",
        "next_try_at": "2026-03-09T01:00:05+00:00",
        "tries": [
            {
                "at": "2026-03-09T01:00:00+00:00",
                "status": None,
                "seconds": 15.0,
                "error": "timeout",
                "answer": "",
            }
        ],
    } | changes


def replies():
    """Return a reply to each call, by its key."""
    return {
        webhooks.CREATE_ENDPOINT.key: with_secret(),
        webhooks.LIST_ENDPOINTS.key: {"endpoints": [an_endpoint()]},
        webhooks.GET_ENDPOINT.key: an_endpoint(),
        webhooks.CHANGE_ENDPOINT.key: an_endpoint(revision=2),
        webhooks.DELETE_ENDPOINT.key: {},
        webhooks.ROTATE_SECRET.key: with_secret(
            revision=2, old_secret_until="2026-03-10T01:00:00+00:00"
        ),
        webhooks.LIST_DELIVERIES.key: {"deliveries": [a_delivery()], "next_cursor": None},
        webhooks.REPLAY_DELIVERY.key: a_delivery(next_try_at=None),
        webhooks.REPLAY_RANGE.key: {"replayed": 3},
        webhooks.STATE_AGREEMENT.key: {},
        WEBHOOK_HEALTH.key: {
            "endpoints": 2,
            "stopped": 0,
            "owed": 3,
            "failed": 1,
            "failing_since": None,
            "lag_p95_seconds": 0.4,
        },
    }
