"""Loads that are threads with a client library: calls over the bus, and the bare write."""

import time
from collections.abc import Callable
from itertools import count, cycle
from typing import Any

from nameko.amqp.publish import UndeliverableMessage
from pymongo import MongoClient
from twilio.rest import Client

from bench.echo import CALLER, ECHO, SERVICE
from bench.load import Loop, by_threads
from bench.stock.client import StockClient
from common.bus.client import RpcClient
from common.bus.outbox import Outbox
from common.bus.publishing import Publisher
from common.errors import Unavailable
from common.mongo import OPTIONS
from services.booking.store import BookingStore
from services.notification.senders.twilio_client import RebasedHttpClient

_SECONDS_TO_START = 60.0
_SAMPLES = 2000
TEXT = "【压测门店】温馨提醒：您预约的到店时间快到了。时间：3月10日（周二）10:00" * 2


def stock(uri: str) -> Loop:
    """Call stock nameko's empty method."""
    client = StockClient(uri)

    def act() -> str:
        client.call(SERVICE, ECHO.method)
        return "ok"

    _until_it_does(act, UndeliverableMessage)
    return by_threads(act)


def shipped() -> Loop:
    """Make the empty call over Slipboard's bus."""
    client = RpcClient()

    def act() -> str:
        client.call(ECHO, CALLER)
        return "ok"

    _until_it_does(act, Unavailable)
    return by_threads(act)


def bare_write(uri: str, database: str) -> Loop:
    """Insert bookings of *database*, as they were made, into a collection with the same indexes."""
    client: MongoClient[dict[str, Any]] = MongoClient(uri, **OPTIONS)
    samples = [_as_made(one) for one in client[database]["bookings"].find().limit(_SAMPLES)]
    BookingStore(client[f"{database}_bare"]).ensure_indexes()
    into = client[f"{database}_bare"]["bookings"]
    Outbox(into, Publisher()).ensure_indexes()
    copies = zip(count(), cycle(samples), strict=False)

    def act() -> str:
        number, sample = next(copies)
        ticks = [f"{number}{tick}" for tick in sample["ticks"]]
        into.insert_one({**sample, "_id": f"bare-{number}", "number": str(number), "ticks": ticks})
        return "ok"

    return by_threads(act)


def bare_twilio(url: str, told_at: str, account: str, token: str, sender: str) -> Loop:
    """Send texts of a reminder's length, each to a phone of its own, and keep nothing of it."""
    client = Client(account, token, http_client=RebasedHttpClient(url))
    numbers = count()

    def act() -> str:
        to = f"+86139{next(numbers):08}"
        client.messages.create(to=to, from_=sender, body=TEXT, status_callback=told_at)
        return "ok"

    return by_threads(act)


def _as_made(booking: dict[str, Any]) -> dict[str, Any]:
    """Return *booking* as it was inserted: it owes its event yet."""
    owed = [{**entry, "sent_at": None, "sequence": None} for entry in booking["outbox"]]
    made = {name: value for name, value in booking.items() if name != "told_at"}
    return {**made, "outbox": owed, "outbox_due": booking["created_at"]}


def _until_it_does(act: Callable[[], str], not_yet: type[Exception]) -> None:
    """Do *act* until it succeeds: who answers it may still be starting."""
    ends = time.monotonic() + _SECONDS_TO_START
    while True:
        try:
            act()
            return
        except not_yet:
            if time.monotonic() > ends:
                raise
            time.sleep(0.2)
