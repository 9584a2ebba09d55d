from datetime import UTC, datetime

import pytest

from services.reporting.domain.rows import row_of_booking, row_of_call, row_of_message

NINE = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)
"""09:00 in Shanghai."""


@pytest.fixture
def a_booking():
    """Return the row of a booking for 09:00 on 10 March in Shanghai, as one fact tells it."""

    def told(**changes):
        fact = {
            "booking_id": "b-1",
            "revision": 1,
            "number": "20260310-0001",
            "store_id": "hz-east",
            "timezone": "Asia/Shanghai",
            "start": NINE,
            "channel": "phone",
            "status": "confirmed",
            "arrived_at": None,
            "on_time": None,
            "cancelled_in_time": None,
            "advisor": None,
            "customer": {"id": "c-1"},
            "created_at": NINE,
        }
        return row_of_booking({**fact, **changes})

    return told


@pytest.fixture
def a_call():
    def told(**changes):
        fact = {
            "booking_id": "b-1",
            "task_id": "b-1.first_call",
            "revision": 1,
            "kind": "first_call",
            "state": "waiting",
            "due_at": NINE,
            "outcome": None,
            "in_time": None,
        }
        return row_of_call({**fact, **changes})

    return told


@pytest.fixture
def a_message():
    def told(*ends, id="m-1"):
        return row_of_message({"booking_id": "b-1", "message_id": id, "kind": "reminder"}, *ends)

    return told
