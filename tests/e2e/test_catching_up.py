"""A partner's receiver is dead for an hour: every event reaches it once, and it can prove it.

The partner does what the guide prints; the guide's own code is run.
"""

import uuid

import pytest

from devstack.processes import until
from tests.recipe import a_book, recipe
from tests.service.notification.webhooks.receiver import Receiver


class Partner:
    """A platform that follows the guide: one book, filled by webhooks and by the list."""

    def __init__(self, api):
        self.api = api
        self.rules = recipe()
        self.book = a_book(api.get("/events", store_id="s-4s", limit=1)["last"])
        self.port, self.receiver = 0, None

    def listen(self):
        self.receiver = Receiver(self.port)
        self.port = self.receiver.port

    def die(self):
        self.take_webhooks()
        self.receiver.close()

    def post(self, path, body):
        return self.api.post(path, body, key=uuid.uuid4().hex)

    def take_webhooks(self):
        """Return the ids that came, after each was taken."""
        for got in self.receiver.got:
            self.rules.take(got.id, got.id.split(":")[0], got.data, self.book)
        return set(self.receiver.ids)

    def catches_up(self, days):
        """Say whether, all events read, both sides agree on *days*; some may be on their way."""

        def fetch(path, **query):
            return self.api.get(path.removeprefix("/api/v1"), **query)

        self.rules.catch_up(fetch, "s-4s", self.book)
        return all(self.agrees_on(day) for day in days)

    def agrees_on(self, day):
        ours = self.rules.of_day(self.book, "s-4s", day)
        theirs = self.api.get("/sync/digest", store_id="s-4s", day=day)
        return (len(ours), self.rules.digest(ours)) == (theirs["count"], theirs["hash"])


@pytest.fixture
def partner(world):
    partner = Partner(world.partner())
    partner.listen()
    yield partner
    partner.receiver.close()


@pytest.fixture
def book(partner, world, a_wish):
    """Book at the 4S shop on the second day as the partner does; return the booking's id."""

    def book(time_of_day):
        wish = a_wish(start=world.at(1, time_of_day))
        return partner.post("/bookings", wish)["id"]

    return book


def test_an_hour_without_a_receiver_loses_nothing(  # PO-01, features 82, ideas 13
    world, a_wish, partner, book
):
    api, desk = partner.api, world.person("sr-chen")
    days = [world.at(n, "00:00")[:10] for n in (1, 2)]
    opened = partner.post("/webhook-endpoints", {"url": partner.receiver.url, "events": ["*"]})
    before = book("10:00")
    assert until(lambda: partner.receiver.got, 10)

    partner.die()
    kept, moved = book("11:00"), book("14:00")
    api.post(f"/bookings/{before}/cancel", {"reason_code": "customer_request"})
    a_day_later = {"start": world.at(2, "14:00"), "reason": "asked"}
    api.post(f"/bookings/{moved}/reschedule", a_day_later)
    desk.post("/bookings", a_wish(channel="phone"))
    desk.put("/sandbox/clock", {"now": world.at(0, "10:00"), "settle": False})
    assert not partner.agrees_on(days[0])
    assert until(lambda: partner.catches_up(days), 20)

    partner.listen()
    late = book("15:00")
    for state in ("paused", "active"):
        api.patch(f"/webhook-endpoints/{opened['id']}", {"state": state})
    told = {
        f"booking_confirmed:{kept}:1",
        f"booking_confirmed:{moved}:1",
        f"booking_cancelled:{before}:2",
        f"booking_changed:{moved}:2",
        f"booking_confirmed:{late}:1",
    }
    assert until(lambda: told <= set(partner.receiver.ids), 15)
    assert partner.take_webhooks() == told
    assert partner.catches_up(days)
    assert partner.book["seen"] == {f"booking_confirmed:{before}:1", *told}
    api.delete(f"/webhook-endpoints/{opened['id']}")


def test_a_day_begins_in_step_and_goes_on_by_events(world, partner, book):  # features 86
    def free_at(start, days):
        return sum(
            slot["free"]
            for day in days
            for item in day["items"]
            for slot in item["slots"]
            if (item["code"], slot["start"]) == ("maintenance-a", start)
        )

    api, at_four = partner.api, world.at(1, "16:00")
    feed = api.get("/stores/s-4s/feed")
    room = free_at(at_four, feed["availability"])
    booked = book("16:00")
    assert api.get("/stores/s-4s/feed") == feed
    assert until(lambda: partner.catches_up([at_four[:10]]), 20)

    later = api.get("/events", store_id="s-4s", after=feed["sequence"])["events"]
    assert f"booking_confirmed:{booked}:1" in [one["id"] for one in later]
    wished = {
        "store_ids": ["s-4s"], "items": ["maintenance-a"],
        "from": at_four, "to": world.at(1, "16:01"),
    }  # fmt: skip
    [slot] = api.post("/availability/search", wished)["slots"]
    assert slot["free"] == room - 1
