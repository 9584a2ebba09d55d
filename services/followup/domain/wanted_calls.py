"""Calls by a person because no message reached the customer, or because they asked for one."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from common.contracts.booking import BookingReconfirmed
from services.followup.domain.around import EVERY_TRADE, Around
from services.followup.domain.caring import REACHED, Change
from services.followup.domain.chains import Window
from services.followup.domain.opening import of_kind
from services.followup.domain.passing import ended, withdrawn
from services.followup.domain.tasks import STANDING, Task, state

KIND, CALL_BEFORE = "confirm_by_person", "confirm_call"
CALLED_ABOUT = ("needs_info", "pending", "confirmed")


def wanted(
    chain: Around, fact: dict[str, Any], known: Iterable[Task], now: datetime
) -> Task | None:
    """Return the task to call whom *fact* is about, or None where somebody is to call anyway.

    It is due half an hour after people may be called.
    """
    standing = [task for task in known if task.stage in STANDING]
    if any(task.kind == KIND or _is_open_call(task, now) for task in standing):
        return None
    kind = chain.kind(KIND, EVERY_TRADE, {})
    assert kind is not None
    assert kind.within is not None
    opens = max(now, fact["from_at"])
    return of_kind(
        chain,
        kind,
        Window(opens, opens + kind.within),
        now,
        id=f"{fact['message_id']}.{KIND}",
        store_id=fact["store_id"],
        timezone=fact["timezone"],
        booking_id=fact["booking_id"],
        booking_number=fact["number"],
        customer=_named(fact["customer"], known),
        subject=None,
        items=(),
        start=fact["start"],
        brief=" ".join(fact["sentence"].get(language, "") for language in ("zh", "en")).strip(),
    )


def overtaken(
    known: Iterable[Task], type: str, fact: dict[str, Any], now: datetime
) -> Iterator[Change]:
    """Yield the end of such calls at the first answer: coming, another time, or not at all."""
    for task in known:
        if task.kind != KIND or task.stage not in STANDING:
            continue
        if fact["status"] not in CALLED_ABOUT:
            yield Change(task, withdrawn(task, now, fact["status"]))
        elif task.start != fact["start"]:
            yield Change(task, withdrawn(task, now, "superseded"))
        elif type == BookingReconfirmed.type:
            yield Change(task, ended(task, now, REACHED))


def _is_open_call(task: Task, now: datetime) -> bool:
    return task.kind == CALL_BEFORE and state(task, now) != "waiting"


def _named(customer: dict[str, Any], known: Iterable[Task]) -> dict[str, Any]:
    """Return *customer* by the name under which we know them already."""
    same = (task.customer for task in known if task.customer["id"] == customer["id"])
    return {**customer, **next(same, {})}
