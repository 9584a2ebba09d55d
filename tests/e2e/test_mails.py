"""Who leaves an e-mail address is written to there as well."""

import time
import uuid

from icalendar import Calendar


def calendars_when(mail_server, count, within=15):
    """Wait until *count* calendar files came, and return them."""
    ends = time.monotonic() + within
    while len(mail_server.calendars()) < count and time.monotonic() < ends:
        time.sleep(0.1)
    return [Calendar.from_ical(text) for text in mail_server.calendars()]


def test_a_booking_enters_and_leaves_the_customer_s_calendar(world, a_wish, mail_server):
    # CF-02, CF-07, RM-04
    partner, desk, wish = world.partner(), world.person("sr-chen"), a_wish()
    wish["customer"]["email"] = "lilei@example.com"

    booking = partner.post("/bookings", wish, key=uuid.uuid4().hex)
    [asked] = calendars_when(mail_server, 1)
    world.clock(world.at(0, "10:00"))
    desk.post(f"/bookings/{booking['id']}/cancel", {"reason_code": "other"})
    [_, withdrawn] = calendars_when(mail_server, 2)

    visit, gone = asked.events[0], withdrawn.events[0]
    assert visit.start.isoformat() == world.at(1, "10:00")
    assert (visit["UID"], gone["STATUS"]) == (gone["UID"], "CANCELLED")
    assert gone["SEQUENCE"] > visit["SEQUENCE"]
    _, reminder, cancellation = mail_server.mails
    assert {mail["To"] for mail in mail_server.mails} == {"lilei@example.com"}
    assert booking["number"] in reminder.get_content()
    listed = desk.get("/messages", booking_id=booking["id"])["messages"]
    [told] = [one for one in listed if one["kind"] == "cancellation" and one["channel"] == "email"]
    assert (told["state"], told["subject"]) == ("sent", cancellation["Subject"])
