"""The messages that a person may look at (CF-15, PV-09)."""

from datetime import timedelta

import pytest

from common.context import Actor
from common.contracts.notification import LIST
from common.errors import Invalid, NotFound


@pytest.fixture
def written(desk):
    """Five bookings a minute apart, the last one at another store; reminders are too far off."""
    for minute in range(5):
        desk.clock += timedelta(minutes=1)
        desk.hear(
            "booking_cancelled",
            booking_id=f"b-{minute}",
            store_id="s-beau" if minute == 4 else "s-4s",
        )
    return desk


def listed(desk, by=None, **wish):
    asked = {"store_id": None, "booking_id": None, "cursor": None, "limit": 50, **wish}
    return LIST.reply().load(desk.service(by).list(**asked))


def bookings(answer):
    return [message["booking_id"] for message in answer["messages"]]


def test_messages_are_listed_newest_first(written):
    assert bookings(listed(written)) == ["b-4", "b-3", "b-2", "b-1", "b-0"]


def test_a_store_and_a_booking_narrow_the_list(written):
    assert bookings(listed(written, store_id="s-beau")) == ["b-4"]
    assert bookings(listed(written, booking_id="b-2")) == ["b-2"]


def test_who_belongs_to_a_store_sees_its_messages_alone(written, clerk):
    assert bookings(listed(written, clerk)) == ["b-3", "b-2", "b-1", "b-0"]
    assert bookings(listed(written, clerk, booking_id="b-4")) == []
    with pytest.raises(NotFound):
        listed(written, clerk, store_id="s-beau")


def test_the_cursor_goes_on_where_the_page_ended(written, clerk):
    first = listed(written, clerk, limit=3)
    second = listed(written, clerk, limit=3, cursor=first["next_cursor"])

    assert bookings(first) == ["b-3", "b-2", "b-1"]
    assert bookings(second) == ["b-0"]
    assert second["next_cursor"] is None


def test_messages_of_the_same_moment_are_all_listed(desk):
    desk.hear("booking_confirmed")
    seen, cursor = [], None
    while True:
        answer = listed(desk, limit=1, cursor=cursor)
        seen += [message["id"] for message in answer["messages"]]
        cursor = answer["next_cursor"]
        if cursor is None:
            break

    assert len(seen) == len(set(seen)) == 3


@pytest.mark.parametrize(
    "cursor", ["", "nonsense", "bnVsbA==", "WyIyMDI2LTAzLTA5IiwgIm0tMSJd", "WzEsIDJd", "é"]
)
def test_a_cursor_that_is_none_of_ours_is_refused(written, cursor):
    with pytest.raises(Invalid):
        listed(written, cursor=cursor)


def test_numbers_are_masked_unless_the_reader_may_know_them(written, clerk):  # PV-09
    trusted = Actor("u-2", "person", clerk.stores, clerk.may | {"customers:read"})

    assert listed(written, clerk)["messages"][0]["to"] == "+86138****8000"
    assert listed(written, trusted)["messages"][0]["to"] == "+8613800138000"


def test_a_message_tells_how_far_it_came(desk, twilio):  # CF-15
    desk.hear("booking_confirmed")
    desk.work()

    *_, message = listed(desk)["messages"]
    (message,) = [one for one in listed(desk)["messages"] if one["kind"] == "confirmation"]

    assert message["state"] == "accepted"
    assert message["sent_at"] == desk.clock.isoformat()
    assert message["states"][-1] == {"state": "accepted", "at": desk.clock.isoformat()}
    assert message["segments"] == 3
