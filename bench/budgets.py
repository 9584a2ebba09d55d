"""The floors and targets that Slipboard is held to, and how a figure is judged."""

from dataclasses import dataclass

MARGIN = 0.15
"""What a median of ratios may miss its floor by before the run fails: machines are noisy."""


@dataclass(frozen=True, kw_only=True)
class Budget:
    """One row.  ``at_least`` says that more is better; ``unit`` stands after the figures.

    A row without floor and target is there to be looked at; one may have only one of them.
    """

    key: str
    what: str
    at_least: bool
    floor: float | None = None
    target: float | None = None
    unit: str = "×"
    margin: float = MARGIN

    def verdict(self, figure: float) -> str:
        """Return which limit *figure* reaches: ``target``, ``floor``, ``margin`` or ``missed``.

        Nothing where it reaches none and there is no floor to miss.
        """
        limits: dict[str, float | None] = {"target": self.target, "floor": self.floor}
        if self.floor is not None:
            tolerance = 1 - self.margin if self.at_least else 1 + self.margin
            limits["margin"] = self.floor * tolerance
        for name, limit in limits.items():
            if limit is None:
                continue
            if figure >= limit if self.at_least else figure <= limit:
                return name
        return "" if self.floor is None else "missed"


_ROWS = (
    Budget(
        key="rpc-rate",
        what="RPC as shipped against stock nameko, bare echo, 8 clients: rate",
        at_least=True,
        floor=1.2,
        target=2.0,
    ),
    Budget(
        key="rpc-cpu",
        what="the same: CPU of caller, broker and service for a call",
        at_least=False,
        floor=0.8,
        target=0.45,
    ),
    Budget(
        key="booking-8",
        what="booking created over HTTP against stock echo, 8 clients: rate",
        at_least=True,
        floor=0.6,
        target=0.9,
    ),
    Budget(
        key="booking-16",
        what="the same, 16 clients",
        at_least=True,
        floor=0.6,
        target=0.9,
    ),
    Budget(
        key="booking-heard",
        what="the same, 8 clients, while the services that hear of it run",
        at_least=True,
    ),
    Budget(
        key="booking-p99",
        what="its p99 against stock echo's p99, 8 clients",
        at_least=False,
        floor=2.0,
        target=1.2,
    ),
    Budget(
        key="booking-write",
        what="its share of the bare write's rate, 8 clients",
        at_least=True,
        floor=0.15,
        target=0.22,
    ),
    Budget(
        key="week",
        what="availability, one store, 20 resources, 7 days, against stock echo: rate",
        at_least=True,
        floor=0.6,
        target=0.9,
    ),
    Budget(
        key="week-100",
        what="the same when 100 × more bookings exist: own time",
        at_least=False,
        floor=1.15,
        target=1.02,
    ),
    Budget(
        key="soonest",
        what="soonest slot over 200 stores against stock echo, 8 clients: p95",
        at_least=False,
        floor=15.0,
        target=6.0,
    ),
    Budget(
        key="batch",
        what="batch-check of 50 slots, 8 clients: p95",
        at_least=False,
        floor=0.3,
        unit="s",
    ),
    Budget(
        key="batch-echo",
        what="the same against stock echo: p95",
        at_least=False,
        target=3.0,
    ),
    Budget(
        key="race",
        what="100 clients for one last place: runs with one winner and no 5xx",
        at_least=True,
        floor=1.0,
        target=1.0,
        unit="of all",
        margin=0.0,
    ),
    Budget(
        key="reminders",
        what="10,000 reminders due at once, 2 replicas, against the bare library: rate",
        at_least=True,
        floor=0.5,
        target=0.8,
    ),
    Budget(
        key="reminders-once",
        what="the same: those that their handset got exactly once",
        at_least=True,
        floor=1.0,
        target=1.0,
        unit="of all",
        margin=0.0,
    ),
    Budget(
        key="effect",
        what="booking committed to SMS handed to Twilio, half load: p95",
        at_least=False,
        floor=2.0,
        target=0.5,
        unit="s",
    ),
    Budget(
        key="race-slowest",
        what="the same: slowest answer",
        at_least=False,
        floor=10.0,
        target=0.5,
        unit="s",
    ),
    Budget(
        key="overload",
        what="3 × the bookings that can be made, nobody waits: made of what can be made",
        at_least=True,
        floor=0.8,
        target=0.95,
        margin=0.0,
    ),
    Budget(
        key="overload-told",
        what="the same: refused with 429 or 503 and when to come again, of all others",
        at_least=True,
        floor=1.0,
        target=1.0,
        unit="of all",
        margin=0.0,
    ),
    Budget(
        key="overload-over",
        what="the same: till all is normal afterwards",
        at_least=False,
        floor=10.0,
        target=2.0,
        unit="s",
        margin=0.0,
    ),
)
BUDGETS = {budget.key: budget for budget in _ROWS}
