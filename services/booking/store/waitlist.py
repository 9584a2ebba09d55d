"""Who waits for a place, in the order of their tickets."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import datetime, time
from typing import Any

from pymongo import ASCENDING, IndexModel, ReturnDocument
from pymongo.client_session import ClientSession
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError

from common.bus.due import DueWork
from common.bus.outbox import promised, promising
from common.errors import NotFound, Stale
from services.booking.documents import document_of_hold
from services.booking.domain.holds import Hold, released
from services.booking.domain.waitlist import OPEN, WAITING, Entry, Offer, Window
from services.booking.personal import LINE, WHO_WAITS
from services.booking.store.bookings import refusal_of
from services.booking.store.holds import LET_GO
from services.booking.store.transactions import as_one, inside, is_in

WAIT, HAND_OUT = "wait", "hand_out"
"""Due work: looking after one who waits, and handing out what has become free of a store."""
LAST = "last"
WITHOUT_HISTORY = {"history": 0, "outbox": 0}
ENTRY = tuple(one.name for one in fields(Entry) if one.name not in ("id", "window", "offers"))
OFFER = tuple(one.name for one in fields(Offer))


Admitted = tuple[Entry, dict[str, Any], list[dict[str, Any]]]
"""A new entry, the first line of its history, and what is told of it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One move of one entry: what is kept of it, and the holds that end and begin with it."""

    before: Entry
    after: Entry
    line: dict[str, Any]
    events: list[dict[str, Any]]
    lets_go: Hold | None = None
    takes: Hold | None = None


class Waitlist:
    """Needs ``_waitlist``, ``_tickets`` and ``_bookings``, the collections, and ``_due``."""

    _waitlist: Collection[dict[str, Any]]
    _tickets: Collection[dict[str, Any]]
    _bookings: Collection[dict[str, Any]]
    _due: DueWork

    def ensure_waitlist_indexes(self) -> None:
        ticket = ("ticket", ASCENDING)
        self._waitlist.create_indexes(
            [
                IndexModel([("store_id", ASCENDING), ticket], unique=True),
                IndexModel([("store_id", ASCENDING), ("status", ASCENDING), ticket]),
                IndexModel([("store_id", ASCENDING), ("customer.id", ASCENDING)]),
                IndexModel([("store_id", ASCENDING), ("joined_at", ASCENDING)]),
            ]
        )

    def join(
        self,
        like_it: dict[str, Any],
        admit: Callable[[int, list[Entry]], Admitted],
        request_hash: str,
    ) -> Admitted:
        """Keep whom *admit* makes of the store's next ticket, with the work of looking after them.

        It is asked with the open entries *like_it*.  Taking the ticket comes first: whoever
        joins the same queue meanwhile begins anew, and sees this entry.

        Raises:
            AlreadyThere: the same request came before.
        """
        joined: list[Admitted] = []

        def keep(session: ClientSession) -> None:
            ticket = self._next_ticket(like_it["store_id"], session)
            open_ = {**like_it, "status": {"$in": list(OPEN)}}
            others = self._waitlist.find(open_, WITHOUT_HISTORY, session=session)
            entry, line, events = admit(ticket, [entry_in(document) for document in others])
            told = {
                "request_hash": request_hash,
                "history": [LINE.sealed(line)],
                **promised(events),
            }
            kept = {"_id": entry.id, **document_of_entry(entry), **told}
            inside(self._waitlist).insert_one(kept, session=session)
            self._plan_wait(entry, session)
            joined[:] = [(entry, line, events)]

        try:
            as_one(self._waitlist.database.client, keep)
        except DuplicateKeyError as error:
            raise refusal_of(error) from error
        return joined[0]

    def keep_steps(self, *steps: Step) -> None:
        """Keep all of *steps* or none.

        Raises:
            Stale: an entry is no longer where it was.
            Collision: somebody else has a place that one of them takes.
        """

        def keep(session: ClientSession) -> None:
            for step in steps:
                self.keep_step(step, session)

        try:
            as_one(self._waitlist.database.client, keep)
        except DuplicateKeyError as error:
            raise refusal_of(error) from error

    def keep_step(self, step: Step, session: ClientSession) -> None:
        """Keep one step within a transaction: the entry first, then its holds."""
        before, after = step.before, step.after
        kept = promising(step.events) if step.events else {"$push": {}, "$set": {}}
        written = inside(self._waitlist).update_one(
            {"_id": before.id, "store_id": before.store_id, "revision": before.revision},
            {
                "$set": {**document_of_entry(after), **kept["$set"]},
                "$push": {**kept["$push"], "history": LINE.sealed(step.line)},
            },
            session=session,
        )
        if not written.matched_count:
            raise Stale(revision=before.revision)
        bookings = inside(self._bookings)
        if step.lets_go:
            gone = {"$set": document_of_hold(released(step.lets_go)), "$unset": LET_GO}
            bookings.update_one({"_id": step.lets_go.id}, gone, session=session)
        if step.takes:
            hold = {"_id": step.takes.id, **document_of_hold(step.takes), "request_hash": ""}
            bookings.insert_one(hold, session=session)

    def waiting_entry(self, entry_id: str) -> Entry:
        """Raise NotFound where there is none."""
        found = self.waiting_as_asked(entry_id)
        if found is None:
            raise NotFound(what="waitlist entry", id=entry_id)
        return found[0]

    def is_waiting_there(self, entry_id: str) -> bool:
        """Say whether there is an entry, known to the majority or not."""
        return is_in(self._waitlist, entry_id)

    def waiting_as_asked(self, entry_id: str) -> tuple[Entry, str] | None:
        """Return an entry and the hash of the request that made it."""
        document = self._waitlist.find_one({"_id": entry_id}, WITHOUT_HISTORY)
        return (entry_in(document), document["request_hash"]) if document else None

    def waiting_history(self, entry_id: str) -> list[dict[str, Any]]:
        document = self._waitlist.find_one({"_id": entry_id}, {"history": 1})
        return document["history"] if document else []

    def queue(self, store_id: str) -> list[Entry]:
        """Return who waits at a store or has an offer there, first come first."""
        found = self._waitlist.find(
            {"store_id": store_id, "status": {"$in": list(OPEN)}}, WITHOUT_HISTORY
        )
        return [entry_in(document) for document in found.sort("ticket", ASCENDING)]

    def is_first(self, store_id: str, entry_id: str) -> bool:
        """Say whether nobody waits at a store for longer than an entry does."""
        query = {"store_id": store_id, "status": {"$in": list(OPEN)}}
        first = self._waitlist.find_one(query, {"_id": 1}, sort=[("ticket", ASCENDING)])
        return first is not None and first["_id"] == entry_id

    def places_in_queue(self, store_ids: Iterable[str]) -> dict[str, int]:
        """Return by id the place of everybody who waits at *store_ids*, the first being 1."""
        query = {"store_id": {"$in": list(store_ids)}, "status": {"$in": list(OPEN)}}
        found = self._waitlist.find(query, {"store_id": 1, "ticket": 1})
        last: dict[str, int] = {}
        places = {}
        for one in found.sort([("store_id", ASCENDING), ("ticket", ASCENDING)]):
            places[one["_id"]] = last[one["store_id"]] = last.get(one["store_id"], 0) + 1
        return places

    def entries(
        self,
        stores: list[str] | None,
        status: str | None,
        after: tuple[str, int] | None,
        limit: int,
        **wanted: str | None,
    ) -> list[Entry]:
        """Return up to *limit* entries in the order of their queues, of *stores* only."""
        query: dict[str, Any] = {key: value for key, value in wanted.items() if value is not None}
        if stores is not None:
            query["store_id"] = {"$in": stores}
        if status is not None:
            query["status"] = {"$in": list(OPEN)} if status == "open" else status
        if after:
            store_id, ticket = after
            later = {"store_id": store_id, "ticket": {"$gt": ticket}}
            query = {"$and": [query, {"$or": [{"store_id": {"$gt": store_id}}, later]}]}
        found = self._waitlist.find(query, WITHOUT_HISTORY)
        found = found.sort([("store_id", ASCENDING), ("ticket", ASCENDING)]).limit(limit)
        return [entry_in(document) for document in found]

    def joined_between(
        self, store_id: str, first: datetime, end: datetime, partner_id: str | None
    ) -> list[Entry]:
        query: dict[str, Any] = {"store_id": store_id, "joined_at": {"$gte": first, "$lt": end}}
        if partner_id:
            query["partner_id"] = partner_id
        return [entry_in(document) for document in self._waitlist.find(query, WITHOUT_HISTORY)]

    def plan_handing_out(self, store_id: str, cause: str, now: datetime) -> None:
        """Have somebody offer what *cause* made free at a store, if anybody waits there."""
        waits = {"store_id": store_id, "status": WAITING}
        if self._waitlist.find_one(waits, {"_id": 1}):
            self._due.plan(f"{HAND_OUT}:{cause}", HAND_OUT, now, {"store_id": store_id})

    def _next_ticket(self, store_id: str, session: ClientSession) -> int:
        given = inside(self._tickets).find_one_and_update(
            {"_id": store_id},
            {"$inc": {LAST: 1}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
            session=session,
        )
        assert given is not None  # upserted
        return int(given[LAST])

    def _plan_wait(self, entry: Entry, session: ClientSession) -> None:
        subject = {"entry_id": entry.id, "store_id": entry.store_id}
        self._due.plan(f"{WAIT}:{entry.id}", WAIT, entry.joined_at, subject, session=session)


def document_of_entry(entry: Entry) -> dict[str, Any]:
    window = entry.window
    plain = {
        **{name: getattr(entry, name) for name in ENTRY},
        "window": {
            "first": window.first,
            "end": window.end,
            "weekdays": list(window.weekdays),
            "hours": [[opens.isoformat(), ends.isoformat()] for opens, ends in window.hours],
        },
        "offers": [{name: getattr(offer, name) for name in OFFER} for offer in entry.offers],
    }
    return WHO_WAITS.sealed(plain)


def entry_in(document: dict[str, Any]) -> Entry:
    document = WHO_WAITS.opened(document)
    told: dict[str, Any] = {name: document.get(name) for name in ENTRY}
    told["items"], window = tuple(document["items"]), document["window"]
    hours = tuple(
        (time.fromisoformat(opens), time.fromisoformat(ends)) for opens, ends in window["hours"]
    )
    return Entry(
        id=document["_id"],
        window=Window(window["first"], window["end"], tuple(window["weekdays"]), hours),
        offers=tuple(Offer(**offer) for offer in document["offers"]),
        **told,
    )
