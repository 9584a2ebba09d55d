"""Loads that are threads with a client library: calls over the bus, and the bare write."""

import time
from collections.abc import Callable
from itertools import count
from typing import Any

from nameko.amqp.publish import UndeliverableMessage
from pymongo import MongoClient

from bench.echo import CALLER, ECHO, SERVICE
from bench.load import Loop, by_threads
from bench.stock.client import StockClient
from common.bus.client import RpcClient
from common.errors import Unavailable
from common.mongo import OPTIONS
from services.booking.store import BookingStore

_SECONDS_TO_START = 60.0


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
    """Insert copies of a booking of *database* into a collection with the same indexes."""
    client: MongoClient[dict[str, Any]] = MongoClient(uri, **OPTIONS)
    sample = client[database]["bookings"].find_one()
    assert sample is not None
    BookingStore(client[f"{database}_bare"]).ensure_indexes()
    into = client[f"{database}_bare"]["bookings"]
    numbers = count()

    def act() -> str:
        number = next(numbers)
        ticks = [f"{number}{tick}" for tick in sample["ticks"]]
        into.insert_one({**sample, "_id": f"bare-{number}", "number": str(number), "ticks": ticks})
        return "ok"

    return by_threads(act)


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
