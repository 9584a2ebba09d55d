"""What notification would reply about a store's list of what happened."""

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


def replies():
    """Return a reply to each call, by its key."""
    return {feed.READ_EVENTS.key: some_events()}
