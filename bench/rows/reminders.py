"""Ten thousand reminders due at once, two replicas, against the bare library on the same Twilio.

Each side is done with a message when Twilio has told how it ended: so both ask the same of it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import monotonic, sleep

import requests

from bench import cpu
from bench.effort import Effort
from bench.ground import Ground
from bench.product import Product
from bench.reminding import phone
from bench.report import Result, looked_at
from bench.side import Side
from bench.slices import Slice, alternate, compare
from devstack.processes import NotReady, Process

REPLICAS = 2
CLIENTS = 16
"""As many as the two replicas have under way together."""
OWED_WITHIN = 0.02
"""Seconds that owing one of them takes at most, before it may be due."""
PATIENCE_SECONDS = 120.0
OPEN = ("pending", "submitting", "accepted", "sent")
WORDS_EACH = 3
"""How often Twilio tells of a message: that it is sending, sent, delivered."""


def reminders(ground: Ground, effort: Effort) -> Iterator[Result]:
    product = ground.product("reminders", replicas=REPLICAS)
    product.start("notification")
    ours = Lots(product, {**product.senders, **ground.servers})
    bare = Bare(*ground.bare_twilio(product), effort.seconds)
    ours.release(effort.reminders // 4)
    bare.send()
    pairs = alternate(lambda: ours.release(effort.reminders), bare.send, effort.pairs)
    yield Result.of("reminders", compare(pairs, lambda one: one.rate), **looked_at(pairs))
    yield Result("reminders-once", ours.share_heard_once())


class Bare:
    """The library alone, which counts what it is told of each message."""

    def __init__(self, side: Side, told_at: str, seconds: float) -> None:
        self._slice = side.slice(CLIENTS, seconds)
        self._told_at = told_at
        self._words = 0

    def send(self) -> Slice:
        """Send for a while; return when Twilio has told how each of them ended."""
        began = monotonic()
        sent = self._slice()
        self._words += WORDS_EACH * len(sent.waits)
        while self._told() < self._words:
            if monotonic() - began > PATIENCE_SECONDS:
                raise NotReady("Twilio does not tell how the bare messages ended")
            sleep(0.02)
        self._words = self._told()
        return replace(sent, seconds=monotonic() - began)

    def _told(self) -> int:
        return int(requests.get(self._told_at, timeout=5).text)


class Lots:
    """Lots of reminders, each lot due at one moment, and what the handsets got of them."""

    def __init__(self, product: Product, watched: Mapping[str, list[Process]]) -> None:
        self._product = product
        self._watched = watched
        self._database = product.database_of("notification")
        self._owed = 0

    def release(self, count: int) -> Slice:
        """Have *count* more due at once; return when Twilio has told how each of them ended.

        Raises:
            NotReady: it takes two minutes.
        """
        due_at = datetime.now(UTC) + timedelta(seconds=3 + OWED_WITHIN * count)
        self._product.run("bench.reminding", str(self._owed), str(count), due_at.isoformat())
        self._owed += count
        sleep(max((due_at - datetime.now(UTC)).total_seconds(), 0))
        before, began = cpu.used(), monotonic()
        while self._database["messages"].find_one({"state": {"$in": OPEN}}):
            if monotonic() - began > PATIENCE_SECONDS:
                raise NotReady("the reminders do not arrive")
            sleep(0.02)
        seconds, after = monotonic() - began, cpu.used()
        spent: dict[str, float] = {
            name: sum(after[one.pid] - before[one.pid] for one in processes if one.pid)
            for name, processes in self._watched.items()
        }
        return Slice(seconds, [seconds] * count, Counter(ok=count), spent)

    def share_heard_once(self) -> float:
        """Return the share of them that their handset got exactly once."""
        outbox = requests.get(f"{self._product.twilio_url}/outbox", timeout=60).json()
        came = Counter(entry["to"] for entry in outbox)
        return sum(came[phone(number)] == 1 for number in range(self._owed)) / self._owed
