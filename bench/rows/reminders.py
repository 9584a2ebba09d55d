"""Ten thousand reminders due at once, two replicas, against the bare library on the same Twilio."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from time import monotonic, sleep

import requests

from bench import cpu
from bench.effort import Effort
from bench.ground import Ground
from bench.product import Product
from bench.reminding import phone
from bench.report import Result, looked_at
from bench.slices import Slice, alternate, compare
from devstack.processes import NotReady, Process

REPLICAS = 2
CLIENTS = 16
"""As many as the two replicas have under way together."""
OWED_WITHIN = 0.02
"""Seconds that owing one of them takes at most, before it may be due."""
PATIENCE_SECONDS = 120.0


def reminders(ground: Ground, effort: Effort) -> Iterator[Result]:
    product = ground.product("reminders", replicas=REPLICAS)
    product.start("notification")
    ours = Lots(product, {**product.senders, **ground.servers})
    bare = ground.bare_twilio(product).slice(CLIENTS, effort.seconds)
    ours.release(effort.reminders // 4)
    bare()
    pairs = alternate(lambda: ours.release(effort.reminders), bare, effort.pairs)
    yield Result.of("reminders", compare(pairs, lambda one: one.rate), **looked_at(pairs))
    ours.settle()
    yield Result("reminders-once", ours.share_heard_once())


class Lots:
    """Lots of reminders, each lot due at one moment, and what the handsets got of them."""

    def __init__(self, product: Product, watched: Mapping[str, list[Process]]) -> None:
        self._product = product
        self._watched = watched
        self._database = product.database_of("notification")
        self._owed = 0

    def release(self, count: int) -> Slice:
        """Have *count* more due at once; return when Twilio has taken all of them.

        Raises:
            NotReady: it takes two minutes.
        """
        self.settle()
        due_at = datetime.now(UTC) + timedelta(seconds=3 + OWED_WITHIN * count)
        self._product.run("bench.reminding", str(self._owed), str(count), due_at.isoformat())
        self._owed += count
        sleep(max((due_at - datetime.now(UTC)).total_seconds(), 0))
        before, began = cpu.used(), monotonic()
        while self._database["messages"].find_one({"state": {"$in": ["pending", "submitting"]}}):
            if monotonic() - began > PATIENCE_SECONDS:
                raise NotReady("the reminders are not handed over")
            sleep(0.02)
        seconds, after = monotonic() - began, cpu.used()
        spent: dict[str, float] = {
            name: sum(after[one.pid] - before[one.pid] for one in processes if one.pid)
            for name, processes in self._watched.items()
        }
        return Slice(seconds, [seconds] * count, Counter(ok=count), spent)

    def settle(self) -> None:
        """Wait until Twilio has told how each of them ended."""
        began = monotonic()
        while self._database["messages"].find_one({"state": {"$in": ["accepted", "sent"]}}):
            if monotonic() - began > PATIENCE_SECONDS:
                raise NotReady("Twilio does not tell how the reminders ended")
            sleep(0.1)

    def share_heard_once(self) -> float:
        """Return the share of them that their handset got exactly once."""
        outbox = requests.get(f"{self._product.twilio_url}/outbox", timeout=60).json()
        came = Counter(entry["to"] for entry in outbox)
        return sum(came[phone(number)] == 1 for number in range(self._owed)) / self._owed
