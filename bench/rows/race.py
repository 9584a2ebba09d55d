"""A hundred clients want one last place at once: one has it, the others are told so, soon."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from bench import chain
from bench.effort import Effort
from bench.ground import Ground
from bench.report import Result
from bench.wire import Answer, volley

CLIENTS = 100
REPLICAS = 2
GRID = timedelta(minutes=15)


def race(ground: Ground, effort: Effort) -> Iterator[Result]:
    product = ground.product("race", replicas=REPLICAS)
    addresses = [product.address, product.another_gateway()]
    days = iter(range(2 * effort.races))
    fair, waits, told = 0, [], Counter[str]()
    for overlapping in (False, True):
        for _ in range(effort.races):
            answers = volley(addresses, _wishes(product.key, next(days), overlapping))
            fair += _is_fair(answers)
            waits += [answer.seconds for answer in answers]
            told += Counter(answer.status for answer in answers)
    yield Result("race", fair / (2 * effort.races), notes={"answers": dict(told)})
    yield Result("race-slowest", max(waits))


def _wishes(key: str, day: int, overlapping: bool) -> list[bytes]:
    """Return the requests of one run: all for ten o'clock, or for four starts that overlap."""
    ten = chain.first_day() + timedelta(days=day, hours=10)
    return [
        chain.booking(key, f"race-{day}-{n}", chain.PLACE, ten + overlapping * (n % 4) * GRID, n)
        for n in range(CLIENTS)
    ]


def _is_fair(answers: list[Answer]) -> bool:
    statuses = Counter(answer.status for answer in answers)
    return statuses == {"201": 1, "409": CLIENTS - 1}
