"""What a partner made of the API: requests, refusals and how long they took, by day.

A day is one of head office, by the real clock: how fast we answer is no matter of business time.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Self

BOUNDS = tuple(2 ** (step / 2) for step in range(29))
"""Milliseconds, from 1 to 16,384: each answer is counted under the first that it does not pass."""


@dataclass
class Usage:
    """``stale`` of ``attempts`` to take a place found it taken (``slot_taken``).

    ``refused`` counts refusals by code, ``took`` answers by the index of their bound.
    """

    requests: int = 0
    replayed: int = 0
    attempts: int = 0
    stale: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    took: Counter[int] = field(default_factory=Counter)

    def note(
        self, milliseconds: float, *, refused: str | None, replayed: bool, attempt: bool
    ) -> None:
        self.requests += 1
        self.took[min(bisect_left(BOUNDS, milliseconds), len(BOUNDS) - 1)] += 1
        self.replayed += replayed
        self.attempts += attempt
        if refused:
            self.refused[refused] += 1
            self.stale += attempt and refused == "slot_taken"

    @classmethod
    def summed(cls, parts: Iterable[Self]) -> Self:
        whole = cls()
        for part in parts:
            whole.requests += part.requests
            whole.replayed += part.replayed
            whole.attempts += part.attempts
            whole.stale += part.stale
            whole.refused += part.refused
            whole.took += part.took
        return whole

    @property
    def stale_rate(self) -> float | None:
        """Return the share of attempts that came too late, None where there were none."""
        return round(self.stale / self.attempts, 4) if self.attempts else None

    def milliseconds(self, share: float) -> float | None:
        """Return how long the given *share* of answers took at most, None without any.

        It is read off the bounds, so it is out by the seventh part of itself at most, upwards
        or downwards.
        """
        wanted = share * self.took.total()
        if not wanted:
            return None
        indexes = sorted(self.took)
        reached = accumulate(self.took[index] for index in indexes)
        index, upto = next(
            (index, upto) for index, upto in zip(indexes, reached, strict=True) if upto >= wanted
        )
        lower = BOUNDS[index - 1] if index else 0.0
        within = 1 - (upto - wanted) / self.took[index]
        return round(lower + (BOUNDS[index] - lower) * within, 1)
