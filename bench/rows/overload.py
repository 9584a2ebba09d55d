"""Three times as many bookings as can be made: how many are made, what the others are told.

What can be made is what clients that wait for their answers get in the slices before and after.
Nobody waits in the rush.  When it is over half of what can be made comes, as it did before.  The
services that hear of bookings are off, as in the other rows of bookings: they have machines of
their own.
"""

from collections.abc import Iterator
from itertools import groupby
from statistics import mean

from bench import chain
from bench.effort import Effort
from bench.ground import Ground
from bench.pace import Reply, at_pace
from bench.report import Result
from bench.slices import Figure, percentile
from bench.wire import by_wire
from devstack.processes import NotReady

SEED = 13
CLIENTS = 16
TIMES = 3
CALM_SECONDS = 3
RUSH_SECONDS = 8
RUSH_BEGINS = 2
"""The seconds in which a rush fills what may wait: only what is sent after them counts."""
RECOVERY_SECONDS = 12
MADE, REFUSED = "201", ("429", "503")
NORMAL = 0.2
"""Seconds within which 95 of 100 are answered in a second that is normal, as without any fault."""


def overload(ground: Ground, effort: Effort) -> Iterator[Result]:
    product = ground.product("overload")
    wishes = chain.bookings(product.key, SEED)
    clients = by_wire(product.address, lambda: wishes)
    clients(CLIENTS, effort.seconds)
    before = clients(CLIENTS, CALM_SECONDS)
    made, fair, recovered = [], [], []
    for _ in range(effort.rushes):
        can = before.rate
        calm = at_pace(product.address, wishes, can / 2, CALM_SECONDS)
        rush = at_pace(product.address, wishes, can * TIMES, RUSH_SECONDS)
        after = at_pace(product.address, wishes, can / 2, RECOVERY_SECONDS)
        later = clients(CLIENTS, CALM_SECONDS)
        if {*before.outcomes, *later.outcomes, *(one.status for one in calm)} != {MADE}:
            raise NotReady("not all is made that can be made")
        made.append(goodput(rush) / mean([before.rate, later.rate]))
        fair.append(told(rush))
        recovered.append(normal_after(after, max(NORMAL, slow(calm))))
        before = later
    yield Result.of("overload", Figure.of(made), recovered=recovered)
    yield Result("overload-told", min(fair))
    yield Result("overload-over", max(recovered))


def goodput(rush: list[Reply]) -> float:
    """Return how many a second were made of what was sent when the rush was on."""
    counted = [one for one in rush if one.sent >= RUSH_BEGINS]
    return sum(one.status == MADE for one in counted) / (RUSH_SECONDS - RUSH_BEGINS)


def told(rush: list[Reply]) -> float:
    """Return which share of those that were not made were told so, and when to come again."""
    others = [one for one in rush if one.status != MADE]
    known = sum(one.status in REFUSED and one.told_when for one in others)
    return known / len(others) if others else 1.0


def slow(replies: list[Reply]) -> float:
    return percentile([one.seconds for one in replies], 95)


def normal_after(after: list[Reply], limit: float) -> float:
    """Return the seconds till all that was sent was made again, and 95 % of it within *limit*."""
    by_sending = sorted(after, key=lambda one: one.sent)
    normal = 0
    for second, found in groupby(by_sending, key=lambda one: int(one.sent)):
        replies = list(found)
        if {one.status for one in replies} != {MADE} or slow(replies) > limit:
            normal = second + 1
    return float(normal)
