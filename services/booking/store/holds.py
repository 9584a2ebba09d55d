"""Holds lie among the bookings, so that one index guards each from the others."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError

from common.contracts.booking import HoldExpired
from common.errors import NotFound
from services.booking.documents import document_of_hold, hold_of
from services.booking.domain.bookings import Booking
from services.booking.domain.holds import HELD, USED, Hold
from services.booking.domain.ticks import claim_keys
from services.booking.store.bookings import as_made, refusal_of
from services.booking.store.inserts import Inserts
from services.booking.store.transactions import as_one, inside

KEPT = timedelta(days=1)
"""How long a hold that is over can still be read."""
LET_GO = {"ticks": "", "held": ""}


class Holds:
    """Needs ``_bookings``, the collection, and ``_inserts``, what is inserted into it."""

    _bookings: Collection[dict[str, Any]]
    _inserts: Inserts

    def insert_hold(self, hold: Hold, request_hash: str) -> None:
        """Keep a new hold with its claims: one insert, as of a booking; sweep what is long over.

        Raises:
            AlreadyThere: the same request came before.
            Collision: a tick is somebody else's.
        """
        try:
            self._inserts.insert(
                {"_id": hold.id, **document_of_hold(hold), "request_hash": request_hash}
            )
        except DuplicateKeyError as error:
            raise refusal_of(error) from error
        self._bookings.delete_many({"expires_at": {"$lt": hold.created_at - KEPT}})

    def hold(self, hold_id: str) -> Hold:
        """Raise NotFound where there is none."""
        found = self.hold_as_asked(hold_id)
        if found is None:
            raise NotFound(what="hold", id=hold_id)
        return found[0]

    def hold_as_asked(self, hold_id: str) -> tuple[Hold, str] | None:
        """Return a hold and the hash of the request that made it."""
        document = self._bookings.find_one({"_id": hold_id, "hold": {"$ne": None}})
        return (hold_of(document), document["request_hash"]) if document else None

    def change_hold(self, before: Hold, after: Hold) -> None:
        """Put *after* in the place of *before*.

        Raises:
            HoldExpired: somebody released, used or extended it meanwhile.
        """
        change: dict[str, Any] = {"$set": document_of_hold(after)}
        standing = as_it_stood(before)
        if after.state == HELD:
            # Somebody whose clock is ahead of ours may have taken its place.
            standing["ticks"] = {"$exists": True}
        else:
            change["$unset"] = LET_GO
        if not self._bookings.update_one(standing, change).matched_count:
            raise HoldExpired(until=before.expires_at.isoformat())

    def let_go_of_expired(self, store_id: str, claims: Iterable[Any], now: datetime) -> int:
        """Take the ticks of *claims* from holds that have expired by *now*; count those."""
        keys = [key for claim in claims for key in claim_keys(*claim)]
        return self._bookings.update_many(
            {"store_id": store_id, "ticks": {"$in": keys}, "expires_at": {"$lte": now}},
            {"$unset": LET_GO},
        ).modified_count

    def turn_into_booking(
        self,
        hold: Hold,
        booking: Booking,
        entry: dict[str, Any],
        events: Iterable[dict[str, Any]],
        request_hash: str,
        with_: Callable[[ClientSession], None] | None = None,
    ) -> None:
        """Give what *hold* claims to *booking*: both or neither, and nobody gets in between.

        What *with_* writes goes before it, in the same transaction.

        Raises:
            HoldExpired: it was released or used meanwhile, or somebody took over its place.
            AlreadyThere: the same request came before.
            Collision: the number is somebody else's.
        """
        made = as_made(booking, entry, events, request_hash)
        bookings = inside(self._bookings)

        def hand_over(session: ClientSession) -> None:
            if with_:
                with_(session)
            used = bookings.update_one(
                {**as_it_stood(hold), "ticks": {"$exists": True}},
                {"$set": {"hold.state": USED, "hold.booking_id": booking.id}, "$unset": LET_GO},
                session=session,
            )
            if not used.matched_count:
                raise HoldExpired(until=hold.expires_at.isoformat())
            bookings.insert_one(made, session=session)

        try:
            as_one(bookings.database.client, hand_over)
        except DuplicateKeyError as error:
            raise refusal_of(error) from error


def as_it_stood(hold: Hold) -> dict[str, Any]:
    return {"_id": hold.id, "hold.state": hold.state, "expires_at": hold.expires_at}
