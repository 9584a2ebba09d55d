"""A booking and the moves of its life: each takes a value and returns the next one."""

from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Any

from common.actor import Actor
from common.contracts.booking import IdempotencyKeyReused
from common.errors import NotFound
from services.booking.domain import lifecycle
from services.booking.domain.availability import Claim, Pick, claims_of
from services.booking.domain.entitlements import Timing, entitlements, settle
from services.booking.domain.openings import check_start
from services.booking.domain.policy import Policy, check_channel
from services.booking.domain.stores import Item, Store, visit_ticks
from services.booking.domain.ticks import TICK

Chosen = list[Pick]

SHORT_NOTICE = timedelta(hours=4)
"""What is agreed later than this before the start is short notice where no priority is offered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """Where one booking stands.  Moments are aware UTC; ``claims`` is empty once it has ended.

    ``streak`` are the customer's visits on time before this one, ``issued`` what was handed over,
    ``locks`` what it keeps from others for good: ``unit|3-1201``.  ``preparation`` are the ticks
    by entry, ``slip`` who has the paper and who had it before.  ``moved_from`` and ``moved_to``
    link what became a booking of a sister store, ``privacy_version`` names what they were told.
    """

    id: str
    number: str
    revision: int
    status: str
    store_id: str
    start: datetime
    end: datetime
    items: tuple[dict[str, Any], ...]
    claims: tuple[Claim, ...]
    customer: dict[str, Any]
    subject: dict[str, str] | None
    booker: dict[str, Any] | None = None
    staff: str | None = None
    channel: str
    origin: str
    partner_id: str | None
    partner_reference: str | None
    consents: dict[str, Any] | None
    note: str
    policy_version: int
    agreed_at: datetime
    created_at: datetime
    created_by: dict[str, Any]
    entitlements: dict[str, Any]
    flags: dict[str, Any] = field(default_factory=dict)
    expected_at: datetime | None = None
    arrived_at: datetime | None = None
    completed_at: datetime | None = None
    cancelled_at: datetime | None = None
    cancelled_in_time: bool | None = None
    settlement: dict[str, Any] | None = None
    penalty: dict[str, Any] | None = None
    streak: int = 0
    issued: tuple[dict[str, Any], ...] = ()
    locks: tuple[str, ...] = ()
    taken_by: str | None = None
    advisor: dict[str, Any] | None = None
    work_order: str | None = None
    preparation: dict[str, dict[str, Any]] = field(default_factory=dict)
    deviations: tuple[dict[str, Any], ...] = ()
    slip: dict[str, Any] | None = None
    series_id: str | None = None
    series_number: int | None = None
    moved_from: str | None = None
    moved_to: str | None = None
    privacy_version: str | None = None

    def on_time(self, policy: Policy) -> bool | None:
        """Say whether the customer came on time; early counts (PK-17)."""
        return self.arrived_at <= self.start + policy.on_time if self.arrived_at else None


def check_wish(
    store: Store, items: list[Item], start: datetime, channel: str | None, now: datetime
) -> None:
    """Refuse what this store never takes, whoever is free (BK-02, CH-17, SL-01).

    Raises:
        ChannelClosed, OutsideHours, NotASlot, LeadTime, Horizon
    """
    check_channel(channel, store.channels)
    check_start(store, start, visit_ticks(items))
    store.notice(channel, items).check(start, now)


def check_may_see(by: Actor, booking: Booking) -> None:
    """Refuse a booking of another store or, to a partner or a customer, of anybody else.

    Raises:
        NotFound: what is not yours is not there.
    """
    owners = {"partner": booking.partner_id, "customer": booking.customer["id"]}
    mine = by.kind not in owners or owners[by.kind] == by.id
    if not (mine and by.sees(booking.store_id)):
        raise NotFound(what="booking", id=booking.id)


def check_same_request(now: str, then: str) -> None:
    """Refuse a key that came before with another request.

    Raises:
        IdempotencyKeyReused
    """
    if now != then:
        raise IdempotencyKeyReused()


def booked(
    store: Store, items: list[Item], start: datetime, chosen: Chosen, now: datetime, **facts: Any
) -> Booking:
    """Return a firm booking of *chosen* lanes at *start*; *facts* are who, how and for what."""
    blank = Booking(
        revision=1,
        status="confirmed",
        store_id=store.id,
        start=start,
        end=start,
        items=(),
        claims=(),
        policy_version=store.policy.version,
        agreed_at=now,
        created_at=now,
        entitlements={},
        **facts,
    )
    return judged(store, placed(store, blank, items, start, chosen))


def placed(
    store: Store, booking: Booking, items: list[Item], start: datetime, chosen: Chosen
) -> Booking:
    """Return *booking* at *start* on *chosen* lanes."""
    told, at = [], start
    for item in items:
        end = at + TICK * visit_ticks([item])
        picks = [pick for pick in chosen if pick.demand.pool.id in item.pools]
        told.append(
            {
                "code": item.code,
                "name": item.name,
                "start": at,
                "end": end,
                "labour": item.labour,
                "parts": item.parts,
                "maintenance": item.maintenance,
                "notes": item.notes,
                "resources": [_resource(pick, item) for pick in picks],
            }
        )
        at = end
    claims = tuple(claims_of(chosen, start))
    return replace(booking, start=start, end=at, items=tuple(told), claims=claims)


def judged(store: Store, booking: Booking) -> Booking:
    """Return *booking* with its entitlements and flags as the policy it carries has them."""
    policy = store.policies[booking.policy_version]
    timing = _timing(store, booking)
    maintenance = any(item["maintenance"] for item in booking.items)
    lead = SHORT_NOTICE if policy.priority_lead is None else policy.priority_lead
    flags = {"same_day": timing.days_ahead < 1, "short_notice": timing.lead < lead}
    return replace(
        booking,
        entitlements=entitlements(
            policy, timing, maintenance, booking.on_time(policy), booking.streak
        ),
        flags={**booking.flags, **flags},
    )


def rescheduled(
    store: Store,
    booking: Booking,
    items: list[Item],
    start: datetime,
    chosen: Chosen,
    now: datetime,
    late: bool,
) -> Booking:
    """Return *booking* at its new time: same id, next revision, agreed now (SL-09, CX-02)."""
    staff = next((item.staff.id for item in items if item.staff), None)
    moved = placed(
        store, replace(stepped(booking, "reschedule"), staff=staff), items, start, chosen
    )
    flags = {
        **moved.flags,
        "late_change": late or moved.flags.get("late_change", False),
        "changes": moved.flags.get("changes", 0) + 1,
    }
    return judged(store, replace(moved, agreed_at=now, expected_at=None, flags=flags))


def check_may_change_again(policy: Policy, booking: Booking, is_staff: bool) -> None:
    """Refuse a customer who has moved *booking* as often as the policy allows.

    Raises:
        IllegalTransition: ``most_changes`` says how often that is; the store may still move it.
    """
    if not policy.may_change_again(booking.flags.get("changes", 0), is_staff):
        raise lifecycle.refused(booking.status, "reschedule", most_changes=policy.most_changes)


def cancelled(booking: Booking, now: datetime, late: bool) -> Booking:
    """Return *booking* cancelled, its lanes let go (CX-04)."""
    return replace(
        stepped(booking, "cancel"),
        claims=(),
        cancelled_at=now,
        cancelled_in_time=not late,
        flags={**booking.flags, "late_cancel": late},
    )


def reconfirmed(booking: Booking, now: datetime, expected_at: datetime | None = None) -> Booking:
    """Return *booking* confirmed once more, for the minute that the customer named (RM-01)."""
    moved = stepped(booking, "confirm")
    return replace(
        moved,
        expected_at=expected_at or booking.expected_at,
        flags={**moved.flags, "reconfirmed_at": now.isoformat()},
    )


def arrived(store: Store, booking: Booking, now: datetime, streak: int = 0) -> Booking:
    """Return *booking* with the customer in the store; perk, discount and gift are decided now.

    *streak* are their visits on time before.

    Raises:
        IllegalTransition: it is not yet the day of the visit, or the booking stands elsewhere.
    """
    if store.local(now).date() < store.local(booking.start).date():
        earliest = store.whole_day(store.local(booking.start).date())[0]
        opens = store.local(earliest).isoformat()
        raise lifecycle.refused(booking.status, "arrive", earliest=opens)
    here = replace(stepped(booking, "arrive"), arrived_at=now, streak=streak)
    return judged(store, here)


def started(booking: Booking) -> Booking:
    return stepped(booking, "start")


def completed(
    booking: Booking, now: datetime, labour: int | None, parts: int | None, additional: int = 0
) -> Booking:
    """Return *booking* settled; what is not named is charged as the items say (EX-13).

    *additional* is what else the customer agreed to, in fen.
    """
    priced_labour = sum(item["labour"] for item in booking.items)
    priced_parts = sum(item["parts"] for item in booking.items)
    bill = settle(
        priced_labour if labour is None else labour,
        priced_parts if parts is None else parts,
        booking.entitlements["discount"],
        additional,
    )
    return replace(stepped(booking, "complete"), completed_at=now, settlement=bill)


def stepped(booking: Booking, move: str) -> Booking:
    """Return *booking* one revision on, where *move* leads; the rest is up to the move.

    Raises:
        IllegalTransition
    """
    status = lifecycle.after(booking.status, move)
    return replace(booking, status=status, revision=booking.revision + 1)


def _resource(pick: Pick, item: Item) -> dict[str, Any]:
    lane = pick.lane
    why = {"why": pick.why, "among": pick.among}
    grade = {"grade": lane.grade} if lane.grade else {}
    told = {"kind": lane.kind, "id": lane.id, "name": lane.name, **grade, "chosen": why}
    pauses = item.pauses.get(lane.pool)
    return {**told, "pauses": [list(pause) for pause in pauses]} if pauses else told


def _timing(store: Store, booking: Booking) -> Timing:
    hours = store.open_on(store.local(booking.start).date())
    opens = store.local(hours[0][0]).time() if hours else time.min
    closes = store.local(hours[-1][1]).time() if hours else time.max
    return Timing.of(
        store.zone, booking.agreed_at, booking.start, booking.arrived_at, (opens, closes)
    )
