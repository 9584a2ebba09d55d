"""The plan of a disruption: which bookings it hits, what they are offered, what became of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from common.actor import Actor
from common.contracts.booking import IllegalTransition
from common.errors import Invalid, NotFound, Stale
from services.booking.domain.availability import Claim
from services.booking.domain.bookings import Booking
from services.booking.domain.outages import Outage
from services.booking.domain.proposing import Proposal, in_turn
from services.booking.domain.stores import Store

PROPOSED, HELD, ACCEPTED, LIFTED, UNDONE = "proposed", "held", "accepted", "lifted", "undone"
LEGAL = {
    PROPOSED: ("hold", "accept", "renew", "lift"),
    HELD: ("extend", "accept", "renew", "lift"),
    ACCEPTED: ("accept", "renew", "lift"),
    LIFTED: ("undo",),
    UNDONE: (),
}
OPEN, ACCEPTING, MOVED, LOST = "open", "accepting", "moved", "lost"
UNDOING, RESTORED, KEPT = "undoing", "restored", "kept"
UNDER_WAY = (ACCEPTING, UNDOING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One booking of a plan: where it was, what it is offered, which offer it is to have.

    ``choice`` counts from 1.  ``state`` goes from open over accepting to moved or lost, and
    from moved over undoing to restored or kept; ``code`` says why it was lost or kept.
    """

    booking_id: str
    number: str
    status: str
    start: datetime
    end: datetime
    items: tuple[str, ...]
    claims: tuple[Claim, ...]
    proposals: tuple[Proposal, ...] = ()
    state: str = OPEN
    choice: int | None = None
    hold_id: str | None = None
    code: str | None = None
    new_booking_id: str | None = None
    by: dict[str, Any] | None = None

    @property
    def chosen(self) -> Proposal | None:
        return self.proposals[self.choice - 1] if self.choice else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    id: str
    revision: int
    state: str
    store_id: str
    what: str
    outage: Outage
    steps: tuple[Step, ...]
    held_until: datetime | None
    extended: bool
    history: tuple[dict[str, Any], ...]
    created_at: datetime
    created_by: dict[str, Any]

    def step(self, booking_id: str) -> Step:
        """Return the step of a booking.

        Raises:
            Invalid: the plan has nothing to do with it.
        """
        found = next((step for step in self.steps if step.booking_id == booking_id), None)
        if found is None:
            raise Invalid(fields={"bookings": [f"not in this plan: {booking_id}"]})
        return found

    @property
    def under_way(self) -> list[Step]:
        return [step for step in self.steps if step.state in UNDER_WAY]


def begun(id_: str, store: Store, what: str, outage: Outage, now: datetime, by: Actor) -> Plan:
    """Return a plan that has not looked at any booking yet."""
    blank = Plan(
        id=id_,
        revision=0,
        state=PROPOSED,
        store_id=store.id,
        what=what,
        outage=outage,
        steps=(),
        held_until=None,
        extended=False,
        history=(),
        created_at=now,
        created_by=by.as_json(),
    )
    return stepped(blank, "propose", now, by)


def step_of(booking: Booking, proposals: tuple[Proposal, ...]) -> Step:
    return Step(
        booking_id=booking.id,
        number=booking.number,
        status=booking.status,
        start=booking.start,
        end=booking.end,
        items=tuple(item["code"] for item in booking.items),
        claims=booking.claims,
        proposals=proposals,
    )


def standing_as(plan: Plan, now: datetime) -> str:
    """Return the state; what was held until some time is only proposed from then on."""
    over = plan.held_until is not None and now >= plan.held_until
    return PROPOSED if plan.state == HELD and over else plan.state


def check_move(plan: Plan, move: str, now: datetime) -> None:
    """Raise IllegalTransition if *move* makes no sense where *plan* stands."""
    state = standing_as(plan, now)
    if move not in LEGAL[state]:
        raise IllegalTransition(status=state, move=move, legal=list(LEGAL[state]))


def check_revision(plan: Plan, wanted: int | None) -> None:
    """Raise Stale if *plan* is not at the revision *wanted*."""
    if wanted is not None and wanted != plan.revision:
        raise Stale(revision=plan.revision)


def check_may_see(by: Actor, plan: Plan) -> None:
    """Raise NotFound for the plan of somebody else's store."""
    if not by.sees(plan.store_id):
        raise NotFound(what="disruption", id=plan.id)


def stepped(plan: Plan, move: str, now: datetime, by: Actor, reason: str = "") -> Plan:
    """Return *plan* one revision on, with who did it when and why."""
    entry = {
        "at": now,
        "actor": by.as_json(),
        "move": move,
        "reason": reason or plan.outage.reason,
        "revision": plan.revision + 1,
    }
    return replace(plan, revision=plan.revision + 1, history=(*plan.history, entry))


def is_settled(plan: Plan, step: Step, now: datetime) -> bool:
    """Say whether a new look leaves *step* as it is: it is decided, or its place is held."""
    until = plan.held_until if step.hold_id and plan.state in (HELD, ACCEPTED) else None
    return step.state not in (OPEN, LOST) or (until is not None and now < until)


def renewed(
    plan: Plan, seen: Iterable[Booking], offers: dict[str, tuple[Proposal, ...]], now: datetime
) -> Plan:
    """Return *plan* with what is hit just now and can be had instead; what is settled stays."""
    settled = {step.booking_id: step for step in plan.steps if is_settled(plan, step, now)}
    anew = [
        step_of(booking, offers.get(booking.id, ()))
        for booking in in_turn(seen)
        if booking.id not in settled
    ]
    return replace(plan, steps=(*settled.values(), *anew))


def wanted(
    plan: Plan, bookings: list[str] | None, choices: dict[str, int]
) -> list[tuple[Step, int]]:
    """Return what is to be held or accepted: which steps, each with which of its offers.

    Without *bookings* that is every open one that is offered something; the choice is the one
    named, else the one held, else the best.

    Raises:
        Invalid: the plan has no such booking, or the booking no such offer.
    """
    named = [plan.step(id_) for id_ in bookings or ()]
    faults = {
        id_: [f"is offered {len(plan.step(id_).proposals)} places"]
        for id_, rank in choices.items()
        if rank > len(plan.step(id_).proposals)
    }
    if faults:
        raise Invalid(fields={"choices": faults})
    steps = [step for step in named or plan.steps if step.state == OPEN and step.proposals]
    return [(step, choices.get(step.booking_id, step.choice or 1)) for step in steps]


def with_steps(plan: Plan, steps: Iterable[Step]) -> Plan:
    new = {step.booking_id: step for step in steps}
    return replace(plan, steps=tuple(new.get(step.booking_id, step) for step in plan.steps))


def held(plan: Plan, holds: dict[str, tuple[int, str]], until: datetime) -> Plan:
    """Return *plan* with the places that *holds* keep, by booking: which offer, which hold."""
    kept = [
        replace(step, choice=holds[step.booking_id][0], hold_id=holds[step.booking_id][1])
        if step.booking_id in holds
        else replace(step, hold_id=None)
        for step in plan.steps
        if step.state == OPEN
    ]
    return replace(with_steps(plan, kept), state=HELD, held_until=until, extended=False)


def accepted(plan: Plan, chosen: list[tuple[Step, int]], by: Actor) -> Plan:
    """Return *plan* with offers decided on; a hold of another offer is of no use any more."""
    steps = [
        replace(
            step,
            state=ACCEPTING,
            choice=choice,
            hold_id=step.hold_id if step.choice == choice else None,
            by=by.as_json(),
        )
        for step, choice in chosen
    ]
    return replace(with_steps(plan, steps), state=ACCEPTED)


def lifted(plan: Plan, now: datetime) -> Plan:
    end = max(min(plan.outage.end, now), plan.outage.first)
    return replace(plan, state=LIFTED, outage=replace(plan.outage, end=end))


def undone(plan: Plan, by: Actor) -> Plan:
    """Return *plan* with everything that was moved to be put back."""
    moved = [step for step in plan.steps if step.state == MOVED]
    back = [replace(step, state=UNDOING, by=by.as_json()) for step in moved]
    return replace(with_steps(plan, back), state=UNDONE)


def as_read(store: Store, plan: Plan, now: datetime) -> dict[str, Any]:
    """Return *plan* as it stands, in the store's time."""

    def at(moment: datetime) -> str:
        return store.local(moment).isoformat()

    state = standing_as(plan, now)
    return {
        "id": plan.id or None,
        "revision": plan.revision,
        "state": state,
        "store_id": plan.store_id,
        "what": plan.what,
        "lanes": list(plan.outage.lanes),
        "from": at(plan.outage.first),
        "to": at(plan.outage.end),
        "reason": plan.outage.reason,
        "held_until": at(plan.held_until) if plan.held_until and state == HELD else None,
        "extended": plan.extended,
        "bookings": [_step_as_read(at, step) for step in plan.steps],
        "legal_moves": list(LEGAL[state]),
        "history": [{**entry, "at": at(entry["at"])} for entry in plan.history],
        "created_at": at(plan.created_at),
    }


def _step_as_read(at: Any, step: Step) -> dict[str, Any]:
    return {
        "booking_id": step.booking_id,
        "number": step.number,
        "status": step.status,
        "start": at(step.start),
        "end": at(step.end),
        "items": list(step.items),
        "state": step.state,
        "code": step.code,
        "choice": step.choice,
        "hold_id": step.hold_id,
        "moved_to": step.new_booking_id,
        "proposals": [
            {
                "rank": rank,
                "kind": one.kind,
                "store_id": one.store_id,
                "start": at(one.start),
                "end": at(one.end),
                "lanes": [lane for lane, _, _ in one.claims],
                "changes": list(one.changes),
                "because": one.because,
            }
            for rank, one in enumerate(step.proposals, 1)
        ],
    }
