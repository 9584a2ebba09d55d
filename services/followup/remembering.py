"""Erasing again whoever was erased, after a database was restored from a backup (PL-04)."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from common.bus.due import DueWork
from common.context import service_actor
from common.contracts import erasing
from common.contracts.followup import SERVICE
from services.followup.domain import erasures
from services.followup.domain.erasures import Erasure
from services.followup.store import FollowupStore

Ask = Callable[..., dict[str, Any]]
PLANNER = {"id": "followup", "kind": "service", "role": ""}
ERASE = "erase"


Stone = tuple[str, datetime]
"""A customer's id, and when they were erased."""


def erase_again(
    store: FollowupStore, due: DueWork, now: datetime, elsewhere: Iterable[Stone] = ()
) -> int:
    """Tell all erasures anew and have them done again; return how many they are.

    The register may itself be what was restored: what is known *elsewhere* goes back into it.
    """
    known = {erasure.id: erasure for erasure in store.erasures()}
    for customer_id, erased_at in elsewhere:
        mine = known.get(customer_id)
        if mine is None or mine.erased_at is None or mine.erased_at < erased_at:
            known[customer_id] = _put_back(store, customer_id, erased_at)
    for before in known.values():
        after = erasures.again(before)
        store.keep_erasure(before, after, [erasures.announcement(after, now, "")])
        id = f"{ERASE}:{after.id}:{after.number}:{after.announced}"
        due.plan(id, ERASE, now, {"customer_id": after.id})
    return len(known)


def told_by(services: Iterable[str], ask: Ask) -> Iterator[Stone]:
    """Yield whom *services* have erased."""
    for service in services:
        yield from _told_by(service, ask)


def written(lines: Iterable[str]) -> Iterator[Stone]:
    """Yield what ``erasures`` wrote, a line each.

    Raises:
        ValueError: a line is none of ours.
    """
    for line in lines:
        customer_id, at = line.split()
        erased_at = datetime.fromisoformat(at)
        if erased_at.tzinfo is None:
            raise ValueError(f"no offset in {at}")
        yield customer_id, erased_at


def _told_by(service: str, ask: Ask) -> Iterator[Stone]:
    call, after = erasing.tombstones(service), None
    while True:
        us = service_actor(SERVICE, call.needs)
        page = ask(call, us, after=after, limit=500)
        for stone in page["tombstones"]:
            yield stone["customer_id"], datetime.fromisoformat(stone["erased_at"])
        after = page["next_after"]
        if after is None:
            return


def _put_back(store: FollowupStore, customer_id: str, erased_at: datetime) -> Erasure:
    """Put what the register has lost back into it; why it was wished is not known any more."""
    before = store.erasure_known(customer_id)
    lost = erasures.restored(before, customer_id, PLANNER, erased_at)
    store.keep_erasure(before, lost)
    return lost
