"""Plans of disruptions, and the outages that they put into their store's document.

A store is read with its outages, so that a search knows of them without looking any further.
"""

from collections.abc import Iterable
from dataclasses import asdict, fields
from datetime import timedelta
from typing import Any

from pymongo import DESCENDING, IndexModel
from pymongo.client_session import ClientSession
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError

from common.bus.due import DueWork
from common.contracts.booking import HoldExpired
from common.errors import NotFound, Stale
from services.booking.documents import (
    FOREVER,
    booking_of,
    claims_in,
    document_of_outage,
    outage_of,
)
from services.booking.domain.availability import Claim
from services.booking.domain.bookings import Booking
from services.booking.domain.holds import USED, Hold
from services.booking.domain.outages import Outage
from services.booking.domain.plans import Plan, Step
from services.booking.domain.proposing import Proposal
from services.booking.store.bookings import (
    AVAILABILITY,
    NO_HOLD,
    WITHOUT_HISTORY,
    Change,
    Made,
    as_made,
    refusal_of,
    touching,
)
from services.booking.store.holds import LET_GO, as_it_stood
from services.booking.store.transactions import as_one, inside

LOOK_AFTER = "disruption"
SOON = timedelta(minutes=1)
KEPT = timedelta(days=400)
"""How long an outage that is over can still be told from idleness."""
NAMES = tuple(one.name for one in fields(Plan) if one.name not in ("id", "outage", "steps"))
INDEXES = [IndexModel([("store_id", DESCENDING), ("created_at", DESCENDING)])]


class Disruptions:
    """Needs ``_disruptions``, ``_stores`` and ``_bookings``, the collections, and ``change``."""

    _disruptions: Collection[dict[str, Any]]
    _stores: Collection[dict[str, Any]]
    _bookings: Collection[dict[str, Any]]
    _due: DueWork
    change: Any
    forget: Any

    def insert_plan(self, plan: Plan, request_hash: str) -> None:
        """Keep a new plan and its outage: both or neither; somebody looks after it from then on.

        Raises:
            AlreadyThere: the same request came before.
        """
        subject = {"disruption_id": plan.id, "store_id": plan.store_id}
        moment = plan.created_at + SOON
        self._due.plan(f"{LOOK_AFTER}:{plan.id}:{moment.isoformat()}", LOOK_AFTER, moment, subject)
        plans, stores = inside(self._disruptions), inside(self._stores)

        def keep(session: ClientSession) -> None:
            document = {"_id": plan.id, **document_of_plan(plan), "request_hash": request_hash}
            plans.insert_one(document, session=session)
            stores.update_one(
                {"_id": plan.store_id},
                {"$pull": {"outages": {"to": {"$lt": plan.created_at - KEPT}}}},
                session=session,
            )
            stores.update_one(
                {"_id": plan.store_id},
                {"$push": {"outages": document_of_outage(plan.outage)}, "$inc": {"version": 1}},
                session=session,
            )

        try:
            as_one(plans.database.client, keep)
        except DuplicateKeyError as error:
            raise refusal_of(error) from error
        self.forget(plan.store_id)

    def plan(self, plan_id: str) -> Plan:
        """Raise NotFound where there is none."""
        found = self.plan_as_asked(plan_id)
        if found is None:
            raise NotFound(what="disruption", id=plan_id)
        return found[0]

    def plan_as_asked(self, plan_id: str) -> tuple[Plan, str] | None:
        """Return a plan and the hash of the request that made it."""
        document = self._disruptions.find_one({"_id": plan_id})
        return (plan_of(document), document["request_hash"]) if document else None

    def plans(self, store_id: str, limit: int) -> list[Plan]:
        """Return up to *limit* plans of a store, the newest first."""
        found = self._disruptions.find({"store_id": store_id}).sort("created_at", DESCENDING)
        return [plan_of(document) for document in found.limit(limit)]

    def change_plan(self, before: Plan, after: Plan) -> None:
        """Put *after* in the place of *before*.

        Raises:
            Stale: somebody was faster.
        """
        written = self._disruptions.update_one(
            {"_id": before.id, "revision": before.revision}, {"$set": document_of_plan(after)}
        )
        if not written.matched_count:
            raise Stale(revision=self.plan(before.id).revision)

    def lift(self, before: Plan, after: Plan) -> None:
        """Keep a plan that is lifted and the end of its outage: both or neither.

        Raises:
            Stale: somebody was faster.
        """
        plans, stores = inside(self._disruptions), inside(self._stores)
        is_it = {"_id": before.store_id, "outages.id": before.id}
        ends = {"$set": {"outages.$.to": after.outage.end}, "$inc": {"version": 1}}

        def keep(session: ClientSession) -> None:
            written = plans.update_one(
                {"_id": before.id, "revision": before.revision},
                {"$set": document_of_plan(after)},
                session=session,
            )
            if not written.matched_count:
                raise Stale(revision=self.plan(before.id).revision)
            stores.update_one(is_it, ends, session=session)

        as_one(plans.database.client, keep)
        self.forget(before.store_id)

    def note_step(self, plan_id: str, before: Step, after: Step) -> bool:
        """Write down what became of one step; say whether it still was where it was."""
        place = {"booking_id": before.booking_id, "state": before.state}
        return bool(
            self._disruptions.update_one(
                {"_id": plan_id, "steps": {"$elemMatch": place}},
                {"$set": {"steps.$": _document_of_step(after)}, "$inc": {"revision": 1}},
            ).matched_count
        )

    def hit_by(self, store_id: str, outage: Outage, first: int, end: int) -> list[Booking]:
        """Return the bookings of which *outage* takes something, all that lie between two ticks."""
        query = {"store_id": store_id, **touching(first, end), **NO_HOLD}
        found = self._bookings.find(query, WITHOUT_HISTORY)
        bookings = [booking_of(document) for document in found]
        return [booking for booking in bookings if outage.hits(booking.claims)]

    def claimed(self, store_id: str, first: int, end: int) -> list[Claim]:
        """Return what bookings claim around two ticks, and no holds: an index alone answers."""
        query = {"store_id": store_id, **touching(first, end)}
        found = self._bookings.find(query, {"_id": 0, "held": 1}, hint=AVAILABILITY)
        held = [claims_in(one["held"]) for one in found]
        return [claim for claims, until in held if until == FOREVER for claim in claims]

    def rearrange(
        self,
        hold: Hold | None,
        changes: Iterable[Change],
        made: Iterable[Made] = (),
    ) -> None:
        """Make *changes* and new bookings, all or nothing, in the place that *hold* keeps.

        Raises:
            HoldExpired: it was released or used meanwhile, or somebody took over its place.
            Stale: a booking is no longer where it was.
            AlreadyThere: a new one has been made before.
            Collision: a tick or a number is somebody else's.
        """
        bookings, changes, made = inside(self._bookings), list(changes), list(made)

        def move(session: ClientSession) -> None:
            if hold:
                becomes = [new.id for new, *_ in made] or [after.id for _, after, *_ in changes]
                used = bookings.update_one(
                    {**as_it_stood(hold), "ticks": {"$exists": True}},
                    {"$set": {"hold.state": USED, "hold.booking_id": becomes[0]}, "$unset": LET_GO},
                    session=session,
                )
                if not used.matched_count:
                    raise HoldExpired(until=hold.expires_at.isoformat())
            for change in changes:
                self.change(*change, session=session)
            for booking, entry, events in made:
                bookings.insert_one(as_made(booking, entry, events, ""), session=session)

        try:
            as_one(bookings.database.client, move)
        except DuplicateKeyError as error:
            raise refusal_of(error) from error


def document_of_plan(plan: Plan) -> dict[str, Any]:
    return {
        **{name: getattr(plan, name) for name in NAMES},
        "history": list(plan.history),
        "outage": document_of_outage(plan.outage),
        "steps": [_document_of_step(step) for step in plan.steps],
    }


def plan_of(document: dict[str, Any]) -> Plan:
    told = {name: document[name] for name in NAMES}
    told["history"] = tuple(told["history"])
    return Plan(
        id=document["_id"],
        outage=outage_of(document["outage"]),
        steps=tuple(_step_of(step) for step in document["steps"]),
        **told,
    )


def _document_of_step(step: Step) -> dict[str, Any]:
    told = asdict(step)
    told["proposals"] = [
        {**one, "claims": _plain(one["claims"]), "changes": list(one["changes"])}
        for one in told["proposals"]
    ]
    return {**told, "claims": _plain(step.claims), "items": list(step.items)}


def _step_of(told: dict[str, Any]) -> Step:
    proposals = tuple(
        Proposal(**{**one, "claims": _claims(one["claims"]), "changes": tuple(one["changes"])})
        for one in told["proposals"]
    )
    more = {
        "proposals": proposals,
        "claims": _claims(told["claims"]),
        "items": tuple(told["items"]),
    }
    return Step(**{**told, **more})


def _plain(claims: Iterable[Claim]) -> list[list[Any]]:
    return [list(claim) for claim in claims]


def _claims(told: list[list[Any]]) -> tuple[Claim, ...]:
    return tuple((lane, first, end) for lane, first, end in told)
