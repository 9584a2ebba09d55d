"""The life of an erasure: wished for, held up, begun, confirmed by each service (PV-07)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from common.contracts.followup.erasures import CustomerErased

WAITING, RUNNING, DONE = "waiting", "running", "done"

Person = dict[str, Any]
Holder = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """One customer's, by id.  ``number`` counts how often they were erased, ``announced`` how
    often the latest one was told of; ``earlier`` are the ones before.
    """

    id: str
    revision: int = 1
    number: int = 1
    announced: int = 0
    state: str = WAITING
    reason: str
    requested_by: str
    asked_at: datetime
    asked_by: Person
    held_by: tuple[Holder, ...] = ()
    erased_at: datetime | None = None
    done_at: datetime | None = None
    services: dict[str, dict[str, Any]] = field(default_factory=dict)
    earlier: tuple[dict[str, Any], ...] = ()


def wished(
    before: Erasure | None,
    customer_id: str,
    by: Person,
    now: datetime,
    *,
    reason: str,
    requested_by: str,
) -> Erasure:
    """Return the wish to erase a customer; one that is under way already stays as it is."""
    if before is not None and before.state != DONE:
        return before
    new = Erasure(
        id=customer_id, asked_at=now, asked_by=by, reason=reason, requested_by=requested_by
    )
    if before is None:
        return new
    summary = {
        "number": before.number,
        "reason": before.reason,
        "asked_at": before.asked_at,
        "erased_at": before.erased_at,
    }
    return replace(
        new,
        revision=before.revision + 1,
        number=before.number + 1,
        earlier=(*before.earlier, summary),
    )


def held(erasure: Erasure, by: Iterable[Holder]) -> Erasure:
    """Return *erasure* as it waits for what holds it up."""
    return _moved(erasure, held_by=tuple(by))


def begun(erasure: Erasure, now: datetime) -> Erasure:
    """Return *erasure* from the moment on that divides what goes from what is a new start."""
    return _moved(erasure, state=RUNNING, held_by=(), erased_at=now, announced=1)


def again(erasure: Erasure) -> Erasure:
    """Return *erasure* to be told and done once more, as of the moment when it was (PL-04)."""
    return _moved(
        erasure, state=RUNNING, done_at=None, services={}, announced=erasure.announced + 1
    )


def restored(before: Erasure | None, customer_id: str, by: Person, erased_at: datetime) -> Erasure:
    """Return an erasure that the register has lost, as another service still knows of it."""
    known = before or Erasure(
        id=customer_id,
        reason="customer_wish",
        requested_by="store",
        asked_at=erased_at,
        asked_by=by,
    )
    return replace(
        known,
        revision=known.revision + 1 if before else known.revision,
        state=RUNNING,
        held_by=(),
        erased_at=erased_at,
    )


def confirmed(
    erasure: Erasure,
    service: str,
    counts: Mapping[str, int],
    now: datetime,
    everybody: Iterable[str],
) -> Erasure:
    """Return *erasure* as *service* has done its part; with the last of *everybody* it is done."""
    services = {**erasure.services, service: {"at": now, "counts": dict(counts)}}
    done = set(everybody) <= set(services)
    return _moved(
        erasure,
        services=services,
        state=DONE if done else RUNNING,
        done_at=(erasure.done_at or now) if done else None,
    )


def announcement(erasure: Erasure, now: datetime, correlation_id: str) -> dict[str, Any]:
    """Return the event that tells of *erasure*; told again, it is another one."""
    assert erasure.erased_at is not None
    return CustomerErased.happened(
        f"{erasure.id}:{erasure.number}:{erasure.announced}",
        at=now,
        store_id="chain",
        correlation_id=correlation_id,
        data={
            "customer_id": erasure.id,
            "number": erasure.number,
            "erased_at": erasure.erased_at.isoformat(),
        },
    )


def _moved(erasure: Erasure, **changed: Any) -> Erasure:
    return replace(erasure, revision=erasure.revision + 1, **changed)
