"""How much time a run takes."""

from dataclasses import dataclass

from bench.side import Side
from bench.slices import Pair, alternate

_WARM_SECONDS = 0.5


@dataclass(frozen=True)
class Effort:
    pairs: int
    seconds: float
    races: int
    reminders: int
    rushes: int

    def pairs_of(self, ours: Side, theirs: Side, clients: int) -> list[Pair]:
        """Run both sides in turn, warmed, with the same number of *clients*."""
        for side in (ours, theirs):
            side.slice(clients, _WARM_SECONDS)()
        return alternate(
            ours.slice(clients, self.seconds), theirs.slice(clients, self.seconds), self.pairs
        )


FULL = Effort(pairs=15, seconds=1.5, races=20, reminders=650, rushes=5)
QUICK = Effort(pairs=5, seconds=1.0, races=3, reminders=400, rushes=2)
