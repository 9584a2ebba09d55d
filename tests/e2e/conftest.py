"""The whole product, once for the session; each test gets days of its own to play in."""

import itertools
import time
from datetime import date, timedelta
from os import urandom
from pathlib import Path

import pytest
import requests

from devstack.api_client import ApiClient
from devstack.stack import Stack
from tests.mail_server import MailServer
from tests.service.notification.device import b64
from tests.signing_in import signed_in

MONDAY = date(2026, 3, 9)
A_WORLD = timedelta(days=8)
"""So far apart begin the weeks of two tests."""
BY_TENCENT = "+86170"
"""The prefix of the numbers that are not texted by Twilio."""


# Thirteen of them end before the partner's agreement does; the week before is for the trades.
worlds = (MONDAY + n * A_WORLD for n in range(1, 14))
later_worlds = (date(2026, 7, 7) + n * A_WORLD for n in itertools.count())


@pytest.fixture(scope="session")
def mail_server():
    server = MailServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def stack(tmp_path_factory, mail_server):
    settings = {
        "SLIPBOARD_SMS_ROUTES": f"{BY_TENCENT}=tencent",
        "SLIPBOARD_SMTP_URL": mail_server.url,
        "SLIPBOARD_MAIL_FROM": "desk@slipboard.example",
        "SLIPBOARD_VAPID_PRIVATE_KEY": b64(urandom(31).rjust(32, b"\0")),
        "SLIPBOARD_VAPID_SUBJECT": "mailto:desk@slipboard.example",
    }
    with Stack(tmp_path_factory.mktemp("stack"), clock="sandbox", env=settings) as running:
        yield running
        assert refused_to_our_own(running) == []


def refused_to_our_own(running):
    """Return what broker or database did not let a process of ours do: its log-in is too narrow."""
    logs = Path(running.info["logs"]).glob("*.log")
    lines = [line for log in logs for line in log.read_text().splitlines()]
    return [line for line in lines if "ACCESS_REFUSED" in line or "not authorized on" in line]


class World:
    """A week of its own, people to act for, and the customers' handsets."""

    def __init__(self, stack, first_day=None):
        self.stack = stack
        self.info = stack.info
        self.first_day = first_day or next(worlds)
        self.clock(self.at(0, "09:00"))

    def at(self, days, time_of_day):
        """Return a time of Shanghai *days* after this world's first day."""
        return f"{self.first_day + timedelta(days=days)}T{time_of_day}:00+08:00"

    def person(self, login):
        return signed_in(self.info, login)

    def partner(self, id_="p1"):
        return ApiClient(self.info["base_url"], self.info["partners"][id_]["key"])

    def clock(self, moment):
        return self.person("sr-chen").put("/sandbox/clock", {"now": moment, "settle": True})

    def texts(self, phone):
        box = requests.get(f"{self.info['twilio_url']}/outbox", params={"to": phone}, timeout=5)
        return [sms["body"] for sms in box.json()]

    def sender(self, phone):
        """Return the number from which *phone* was last written to."""
        box = requests.get(f"{self.info['twilio_url']}/outbox", params={"to": phone}, timeout=5)
        return box.json()[-1]["from"]

    def texts_when(self, phone, count, within=15):
        """Wait until *count* texts reached *phone*, then a little longer, and return them."""
        ends = time.monotonic() + within
        while len(self.texts(phone)) < count and time.monotonic() < ends:
            time.sleep(0.1)
        time.sleep(0.3)
        texts = self.texts(phone)
        assert len(texts) >= count, texts
        return texts


@pytest.fixture
def world(stack):
    return World(stack)


@pytest.fixture
def later_world(stack):
    """A week in which the partner has no agreement any more, for those who need none."""
    return World(stack, next(later_worlds))


numbers = itertools.count(13800140000)


@pytest.fixture
def a_phone():
    """A number that nobody has used before."""
    return lambda: f"+86{next(numbers)}"


@pytest.fixture
def a_wish(world, a_phone):
    """What a partner asks for: a service at the 4S shop on this world's Tuesday at ten."""

    def wish(**but):
        return {
            "store_id": "s-4s",
            "items": ["maintenance-a"],
            "start": world.at(1, "10:00"),
            "customer": {"name": "赵女士", "phone": a_phone(), "language": "zh"},
            "consents": {"privacy_version": "2026-01", "share_with_partner": True},
            **but,
        }

    return wish
