"""Why somebody was not written to, as staff read it; and what customers write back."""

import time


def told(desk, booking, kind, within=10):
    """Wait until a message of *kind* about *booking* stands decided, and return them all."""
    ends = time.monotonic() + within
    while True:
        found = desk.get("/messages", booking_id=booking["id"])["messages"]
        mine = [one for one in found if one["kind"] == kind]
        if any(one["state"] not in ("pending", "submitting") for one in mine):
            return mine
        assert time.monotonic() < ends, found
        time.sleep(0.1)


def test_a_reminder_gives_way_to_the_call_before_the_visit(later_world, a_phone):  # RM-03
    world, desk = later_world, later_world.person("sr-chen")
    customer = {"name": "赵女士", "phone": a_phone(), "language": "zh"}
    wish = {"store_id": "s-4s", "items": ["maintenance-a"], "channel": "web"}
    booking = desk.post("/bookings", {**wish, "start": world.at(3, "14:00"), "customer": customer})
    world.clock(world.at(0, "09:01"))

    world.clock(world.at(3, "12:00"))
    [late] = [one for one in told(desk, booking, "reminder") if one["why"] == "call_instead"]
    assert late["state"] == "suppressed"
    assert late["sentence"]["zh"].endswith("12:00 有到店前确认电话，不再另发提醒。")
