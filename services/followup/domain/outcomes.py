"""What may be recorded of a task, every fault at once."""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from common.errors import Invalid

AT_A_MINUTE = "arrives_at"
NO_SHOW = "no_show_call"


def check_outcome(
    kind: str,
    outcomes: Collection[str],
    outcome: str,
    expected_at: datetime | None,
    reason: str | None,
    start: datetime | None,
    timezone: str,
) -> None:
    """Refuse what such a task cannot end with, and what the outcome does not say enough of.

    Who comes at another minute names it, on the day of the visit (RM-01); who is reached
    after a no-show is asked why (NS-04).

    Raises:
        Invalid
    """
    faults: dict[str, list[str]] = {}
    if outcome not in outcomes:
        faults["outcome"] = [f"Must be one of: {', '.join(outcomes)}."]
    if outcome == AT_A_MINUTE and expected_at is None:
        faults["expected_at"] = ["is missing"]
    elif outcome != AT_A_MINUTE and expected_at is not None:
        faults["expected_at"] = ["is not asked for here"]
    elif expected_at is not None and start is not None:
        zone = ZoneInfo(timezone)
        if expected_at.astimezone(zone).date() != start.astimezone(zone).date():
            faults["expected_at"] = ["is on another day"]
    asked_why = kind == NO_SHOW and outcome == "reached"
    if asked_why and reason is None:
        faults["reason"] = ["is missing"]
    elif reason is not None and kind != NO_SHOW:
        faults["reason"] = ["is not asked for here"]
    if faults:
        raise Invalid(fields=faults)
