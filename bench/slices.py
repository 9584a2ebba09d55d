"""A slice: one or two seconds of load, and what came of it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil
from statistics import median, quantiles


@dataclass(frozen=True)
class Slice:
    """What a number of clients got within ``seconds``, each asking again when it had its answer.

    ``waits`` are seconds, one for each answer; ``outcomes`` count them by status; ``cpu`` holds
    the seconds that the processes of each name used, those of the load as ``load``.
    """

    seconds: float
    waits: list[float]
    outcomes: Counter[str]
    cpu: dict[str, float] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.waits) / self.seconds

    @property
    def p50(self) -> float:
        return percentile(self.waits, 50)

    @property
    def p95(self) -> float:
        return percentile(self.waits, 95)

    @property
    def p99(self) -> float:
        return percentile(self.waits, 99)

    @property
    def cpu_each(self) -> float:
        """CPU seconds for each answer, of everything watched and the load."""
        return sum(self.cpu.values()) / len(self.waits)

    def cpu_of(self, name: str) -> float:
        """CPU seconds for each answer, of the processes called *name*."""
        return self.cpu[name] / len(self.waits)


Pair = tuple[Slice, Slice]


@dataclass(frozen=True)
class Figure:
    """The median of the pairs' ratios, and the quarter of them below ``low`` and above ``high``."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, ratios: list[float]) -> "Figure":
        low, middle, high = quantiles(ratios, n=4, method="inclusive")
        return cls(middle, low, high)


def alternate(a: Callable[[], Slice], b: Callable[[], Slice], pairs: int) -> list[Pair]:
    """Return *pairs* of slices, run A B A B, so that a slow minute slows both."""
    return [(a(), b()) for _ in range(pairs)]


def compare(pairs: list[Pair], measure: Callable[[Slice], float]) -> Figure:
    """Return how *measure* of the first of each pair stands to that of the second."""
    return Figure.of([measure(a) / measure(b) for a, b in pairs])


def typical(slices: list[Slice], measure: Callable[[Slice], float]) -> float:
    """Return the median of *measure*: for the eye only, machines change their speed."""
    return median(measure(one) for one in slices)


def percentile(values: list[float], percent: int) -> float:
    """Return the smallest value that *percent* of all do not exceed."""
    return sorted(values)[ceil(len(values) * percent / 100) - 1]
