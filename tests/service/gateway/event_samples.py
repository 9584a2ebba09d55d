"""What services would reply to whoever catches up."""

from common.contracts.booking import syncing
from common.contracts.notification import feed


def an_event(**changes):
    return {
        "sequence": 18,
        "id": "booking_confirmed:b-1:1",
        "type": "booking_confirmed",
        "timestamp": "2026-03-09T01:00:00+00:00",
        "data": {"booking_id": "b-1", "revision": 1, "store_id": "s-4s"},
    } | changes


def some_events(**changes):
    return {
        "store_id": "s-4s",
        "events": [an_event()],
        "oldest": 1,
        "last": 18,
        "next_after": 18,
    } | changes


def a_digest(**changes):
    return {
        "store_id": "s-4s",
        "day": "2026-03-10",
        "timezone": "Asia/Shanghai",
        "count": 2,
        "hash": "0" * 64,
        "bookings": None,
        "next_after": None,
    } | changes


def some_offers(**changes):
    slot = {
        "start": "2026-03-10T10:00:00+08:00", "end": "2026-03-10T11:00:00+08:00", "free": 2,
    }  # fmt: skip
    return {"items": [{"code": "maintenance-a", "slots": [slot]}]} | changes


def replies():
    """Return a reply to each call, by its key."""
    return {
        feed.READ_EVENTS.key: some_events(),
        syncing.DIGEST.key: a_digest(),
        syncing.OFFERED.key: some_offers(),
    }
