"""Who leaves an e-mail address is written to there as well."""

import time

from icalendar import Calendar

from devstack.processes import until

HERS = "lilei@example.com"


def calendars_when(mail_server, count, within=15):
    """Wait until *count* calendar files came, and return them."""
    ends = time.monotonic() + within
    while len(mail_server.calendars(HERS)) < count and time.monotonic() < ends:
        time.sleep(0.1)
    return [Calendar.from_ical(text) for text in mail_server.calendars(HERS)]


def test_a_booking_enters_and_leaves_the_customer_s_calendar(later_world, a_phone, mail_server):
    # CF-02, CF-07, RM-04
    world, desk = later_world, later_world.person("sr-chen")
    customer = {
        "name": "赵女士",
        "phone": a_phone(),
        "language": "zh",
        "email": HERS,
    }
    wish = {"store_id": "s-4s", "items": ["maintenance-a"], "channel": "web"}

    booking = desk.post("/bookings", {**wish, "start": world.at(1, "10:00"), "customer": customer})
    [asked] = calendars_when(mail_server, 1)
    world.clock(world.at(0, "10:00"))
    desk.post(f"/bookings/{booking['id']}/cancel", {"reason_code": "other"})
    [_, withdrawn] = calendars_when(mail_server, 2)

    visit, gone = asked.events[0], withdrawn.events[0]
    assert visit.start.isoformat() == world.at(1, "10:00")
    assert (visit["UID"], gone["STATUS"]) == (gone["UID"], "CANCELLED")
    assert gone["SEQUENCE"] > visit["SEQUENCE"]
    _, reminder, cancellation = (mail for mail in mail_server.mails if mail["To"] == HERS)
    assert booking["number"] in reminder.get_content()

    def told():
        listed = desk.get("/messages", booking_id=booking["id"])["messages"]
        mails = [one for one in listed if one["channel"] == "email"]
        [last] = [one for one in mails if one["kind"] == "cancellation"]
        return last["state"], last["subject"]

    assert until(lambda: told() == ("sent", cancellation["Subject"]), 10), told()
