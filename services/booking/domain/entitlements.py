"""Three entitlements on three clocks, judged apart: priority, discount, perk (PK-01 to PK-08).

Priority looks at how far ahead the current time was agreed; the discount at the calendar
day it was agreed and at the arrival; the perk at the arrival, never for the same day.
Before the arrival a discount or perk is ``promised``, ``open`` or ``none``, then ``granted``
or ``none``.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.booking.domain.gifts import gift
from services.booking.domain.policy import DiscountRule, PerkRule, PerkTerms, Policy

BY_ARRIVAL = PerkTerms()


@dataclass(frozen=True, slots=True)
class Timing:
    """When the current time was agreed, what it is, and when the customer came (local time).

    ``lead`` is real time between agreement and start, whatever clocks did in between.
    """

    lead: timedelta
    agreed: datetime
    start: datetime
    arrived: datetime | None
    opens: time
    closes: time

    @classmethod
    def of(
        cls,
        zone: ZoneInfo,
        agreed: datetime,
        start: datetime,
        arrived: datetime | None,
        hours: tuple[time, time],
    ) -> "Timing":
        here = arrived.astimezone(zone) if arrived else None
        # Two moments of one zone are subtracted by the clock on the wall; in UTC they are not.
        lead = start.astimezone(UTC) - agreed.astimezone(UTC)
        return cls(lead, agreed.astimezone(zone), start.astimezone(zone), here, *hours)

    @property
    def days_ahead(self) -> int:
        """Calendar days of the store between the agreement and the day (SL-08, SL-09)."""
        return (self.start.date() - self.agreed.date()).days

    @property
    def arrival(self) -> time | None:
        """The minute of the arrival: a desk that reads 10:00 means all of that minute."""
        return self.arrived.time().replace(second=0, microsecond=0) if self.arrived else None


def entitlements(
    policy: Policy, timing: Timing, maintenance: bool, on_time: bool | None, streak: int
) -> dict[str, Any]:
    """Return ``{priority, discount, perk, gift}`` as a booking reads them.

    *streak* are the customer's visits on time before this one; *on_time* is None until they come.
    """
    return {
        "priority": priority(policy, timing),
        "discount": discount(policy.discount, timing),
        "perk": perk(policy.perks, timing, maintenance, policy.perk_terms),
        "gift": gift(policy.gift, timing.start.date(), on_time, streak),
    }


def priority(policy: Policy, timing: Timing) -> dict[str, Any]:
    """Reception bay and car wash first, when agreed early enough, by any channel (PK-01, SL-08)."""
    if policy.priority_lead is None:
        return {"state": "none", "because": "not_offered"}
    if timing.lead >= policy.priority_lead:
        return {"state": "granted", "because": "agreed_early"}
    return {"state": "none", "because": "agreed_late"}


def discount(rule: DiscountRule | None, timing: Timing) -> dict[str, Any]:
    """Labour cheaper when agreed a day ahead and arriving in an off-peak window (PK-02, PK-03)."""
    if rule is None:
        return {"state": "none", "because": "not_offered"}
    if timing.days_ahead < rule.days_ahead:
        return {"state": "none", "because": "agreed_same_day"}
    at = timing.arrival or timing.start.time()
    inside = any(_within(at, first or timing.opens, last, timing) for first, last in rule.windows)
    if timing.arrival is None:
        state = {"state": "promised" if inside else "open", "because": "depends_on_arrival"}
    elif inside:
        state = {"state": "granted", "because": "arrived_in_window"}
    else:
        return {"state": "none", "because": "arrived_outside_window"}
    return {**state, "labour_percent": rule.labour_percent}


def _within(at: time, first: time, last: time | None, timing: Timing) -> bool:
    return first <= at < last if last else first <= at <= timing.closes


def perk(
    rules: tuple[PerkRule, ...],
    timing: Timing,
    maintenance: bool,
    terms: PerkTerms = BY_ARRIVAL,
) -> dict[str, Any]:
    """One perk a visit, by arrival, not when agreed the same day, or as *terms* have it
    (PK-04 to PK-08)."""
    if not rules:
        return {"state": "none", "because": "not_offered"}
    if terms.maintenance_only and not maintenance:
        return {"state": "none", "because": "not_maintenance"}
    if terms.excludes_same_day and timing.days_ahead < 1:
        return {"state": "none", "because": "agreed_same_day"}
    at = (terms.by_arrival and timing.arrival) or timing.start.time()
    fitting = next((rule for rule in rules if rule.fits(at)), None)
    if fitting is None:
        because = "depends_on_arrival" if timing.arrival is None else "arrived_outside_window"
        return {"state": "open" if timing.arrival is None else "none", "because": because}
    told = {"code": fitting.code, "name": fitting.name}
    if timing.arrival is None:
        return {"state": "promised", "because": "depends_on_arrival", **told}
    return {"state": "granted", "because": "arrived_in_window", **told}


def forfeited(held: dict[str, Any]) -> dict[str, Any]:
    """Return *held* without what only a visit earns (NS-09)."""
    none = {"state": "none", "because": "no_show"}
    offered = held["gift"] and held["gift"]["because"] != "not_offered"
    return {**held, "discount": none, "perk": none, "gift": none if offered else held["gift"]}


def settle(
    labour: int, parts: int, granted: dict[str, Any], additional: int = 0
) -> dict[str, int | str]:
    """Return what is to be paid, in fen: the discount is on labour alone (PK-02), half a fen up."""
    percent = granted["labour_percent"] if granted["state"] == "granted" else 100
    charged = (labour * percent + 50) // 100
    return {
        "labour": labour,
        "labour_charged": charged,
        "parts": parts,
        "additional": additional,
        "total": charged + parts + additional,
        "currency": "CNY",
    }
