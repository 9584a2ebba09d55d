"""A person at a browser, and the world behind it."""

import itertools
from datetime import date, timedelta

from tests.signing_in import signed_in

SHOP_PC = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
MONDAY = date(2026, 3, 9)
numbers = itertools.count(13900150000)
fortnights = itertools.count()


class World:
    """A Monday of its own at nine o'clock, and people who act behind the scenes."""

    def __init__(self, stack):
        self.info = stack.info
        self.monday = MONDAY + timedelta(days=14 * next(fortnights))
        self.clock(self.at(0, "09:00"))

    def day(self, days):
        return (self.monday + timedelta(days=days)).isoformat()

    def at(self, days, time_of_day):
        """Return a time of Shanghai *days* after this world's Monday."""
        return f"{self.day(days)}T{time_of_day}:00+08:00"

    def person(self, login):
        return signed_in(self.info, login)

    def clock(self, moment):
        self.person("sr-chen").put("/sandbox/clock", {"now": moment, "settle": True})

    def book(self, start, **but):
        """Book as the desk would, without a browser, and return the booking."""
        wish = {
            "store_id": "s-4s",
            "items": ["maintenance-a"],
            "start": start,
            "customer": {"name": "张伟", "phone": a_phone()},
            "subject": {"plate": "沪A12345", "model": "C 200 L"},
            "channel": "phone",
            **but,
        }
        return self.person("sr-chen").post("/bookings", wish)

    def move(self, booking, move, login="sa-li", **asked):
        return self.person(login).post(f"/bookings/{booking['id']}/{move}", asked)


def a_phone():
    """Return a number that nobody has used before."""
    return str(next(numbers))


class Desk:
    """One person's browser.  ``complaints`` are what the browser had to say against a page."""

    def __init__(self, context, info):
        self._info = info
        self.base_url = info["base_url"]
        self.complaints = []
        self.page = context.new_page()
        self.page.set_default_timeout(10_000)
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _listen(self, message):
        refused = "the server responded with a status of 4" in message.text
        if message.type in ("error", "warning") and not refused:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def open(self, path):
        return self.page.goto(self.base_url + path)

    def log_in(self, login, password=None):
        self.page.fill("#login", login)
        self.page.fill("#password", password or self._info["people"][login]["password"])
        self.page.press("#password", "Enter")

    def read(self, selector="main"):
        return self.page.inner_text(selector)
