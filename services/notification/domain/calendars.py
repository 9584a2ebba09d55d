"""The calendar file that comes with an e-mail, so that the visit stands in the customer's calendar.

Every file about a booking names the same event, by the booking's id; a calendar believes the
one with the highest ``SEQUENCE``, which is the revision that the message is about.  So a
change moves the entry and a cancellation takes it away, whatever order the e-mails come in.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vCalAddress

from services.notification.domain import words
from services.notification.domain.bookings import Booking
from services.notification.domain.letters import Letter

REQUEST, CANCEL = "REQUEST", "CANCEL"
METHODS = {"confirmation": REQUEST, "change": REQUEST, "cancellation": CANCEL}
"""What each message asks of a calendar; one that is not here brings no file."""
STATUSES = {REQUEST: "CONFIRMED", CANCEL: "CANCELLED"}
MAKER = "-//Slipboard//Appointments//EN"


def calendar_file(
    kind: str, booking: Booking, letter: Letter, *, sender: str, now: datetime
) -> str | None:
    """Return the file for the *letter* of *kind* that *sender* writes, None where it has none."""
    method = METHODS.get(kind)
    if method is None:
        return None
    file = Calendar()
    file.add("prodid", MAKER)
    file.add("version", "2.0")
    file.add("method", method)
    file.add_component(_zone(booking))
    file.add_component(_visit(method, booking, letter, sender, now))
    return file.to_ical().decode()


def _visit(method: str, booking: Booking, letter: Letter, sender: str, now: datetime) -> Event:
    zone, language = ZoneInfo(booking.timezone), letter.language
    store = words.said(booking.store_name, language)
    items = words.BETWEEN[language].join(words.said(one["name"], language) for one in booking.items)
    event = Event()
    event.add("uid", f"{booking.id}@slipboard")
    event.add("sequence", booking.revision)
    event.add("dtstamp", now)
    event.add("dtstart", booking.start.astimezone(zone))
    if booking.end:
        event.add("dtend", booking.end.astimezone(zone))
    event.add("status", STATUSES[method])
    event.add("summary", f"{store} · {items}" if items else store)
    event.add("location", words.said(booking.store_address, language))
    event.add("description", letter.body)
    event.add("organizer", _party(sender, CN=store))
    event.add("attendee", _party(booking.email or "", PARTSTAT="ACCEPTED", RSVP="FALSE"))
    return event


def _party(address: str, **parameters: str) -> vCalAddress:
    party = vCalAddress(f"mailto:{address}")
    for name, value in parameters.items():
        party.params[name] = value
    return party


def _zone(booking: Booking) -> Timezone:
    """Return the store's zone with its clock changes, from the year of the visit to the next."""
    zone = ZoneInfo(booking.timezone)
    year = booking.start.astimezone(zone).year
    return Timezone.from_tzinfo(
        zone, booking.timezone, first_date=date(year, 1, 1), last_date=date(year + 2, 1, 1)
    )
