"""What is asked of bookings by who made them: what stands, who has long not come, who shares."""

from datetime import datetime
from typing import Any

from pymongo import ASCENDING
from pymongo.collection import Collection

from services.booking.domain.lifecycle import OPEN
from services.booking.domain.series import PLANNED
from services.booking.domain.waitlist import OPEN as OPEN_ENTRY
from services.booking.store.bookings import NO_HOLD

Standing = dict[str, Any]
OF_WHOEVER_CAME_FIRST = {"$eq": ["$first.customer.id", "$customer.id"]}
WITH_CONSENTS_OF_NOW = {"$mergeObjects": ["$first", {"consents": "$consents"}]}
IN_WHAT_IS_REPEATED = {
    "$set": {"first": {"$cond": [OF_WHOEVER_CAME_FIRST, WITH_CONSENTS_OF_NOW, "$first"]}}
}
"""The stage that has a repeated request answered with the consents of now, if they are theirs."""


class PersonalStore:
    """Needs ``_bookings``, ``_waitlist`` and ``_series``, the collections."""

    _bookings: Collection[dict[str, Any]]
    _waitlist: Collection[dict[str, Any]]
    _series: Collection[dict[str, Any]]

    def standing_of(self, customer_id: str) -> list[Standing]:
        """Return what a customer has booked or waits for: series first, for they hold bookings."""
        whose = {"customer.id": customer_id}
        series = {"facts.customer.id": customer_id, "occurrences.state": PLANNED}
        open_bookings = {**whose, "status": {"$in": sorted(OPEN)}, **NO_HOLD}
        waiting = {**whose, "status": {"$in": list(OPEN_ENTRY)}}
        told = {"store_id": 1, "status": 1, "start": 1, "number": 1}
        found = (
            ("series", self._series.find(series, {"store_id": 1})),
            ("booking", self._bookings.find(open_bookings, told).sort("start", ASCENDING)),
            ("waiting", self._waitlist.find(waiting, {"store_id": 1, "status": 1})),
        )
        return [_standing(kind, one) for kind, documents in found for one in documents]

    def long_past(
        self, before: datetime, after: str | None, limit: int
    ) -> list[tuple[str, list[str]]]:
        """Return customers who have nothing that ended or stands after *before*, and their stores.

        What has been erased already names nobody, and has no request that could be repeated.
        """
        whose = {"$gt": after} if after else {"$type": "string"}
        old = {"end": {"$lt": before}, "start": {"$lt": before}, "request_hash": {"$ne": ""}}
        newer = {"$or": [{"end": {"$gte": before}}, {"status": {"$in": sorted(OPEN)}}], **NO_HOLD}
        found = self._bookings.aggregate(
            [
                {"$match": {"customer.id": whose, **old, **NO_HOLD}},
                {"$group": {"_id": "$customer.id", "stores": {"$addToSet": "$store_id"}}},
                {"$sort": {"_id": ASCENDING}},
                {
                    "$lookup": {
                        "from": self._bookings.name,
                        "localField": "_id",
                        "foreignField": "customer.id",
                        "pipeline": [{"$match": newer}, {"$limit": 1}, {"$project": {"_id": 1}}],
                        "as": "newer",
                    }
                },
                {"$match": {"newer": []}},
                {"$limit": limit},
            ]
        )
        return [(one["_id"], sorted(one["stores"])) for one in found]

    def share(self, customer_id: str, given: bool, at: datetime) -> int:
        """Let the partners through which a customer booked know who they are, or no more (PV-06).

        Only what was asked for until *at* is meant: bookings, waits, series, and whatever came of
        those meanwhile.  Return how many bookings say so anew.

        The revision of a booking stays: nothing about the visit has changed, and the next answer
        and event say it.  A wait and a series move on, so that nobody makes a booking of them by
        what they read before.
        """
        waits, many = self._waitlist, self._series
        waiting = _by_partners(customer_id, {"joined_at": {"$lte": at}})
        planned = _by_partners(customer_id, {"created_at": {"$lte": at}}, "facts.")
        for documents, theirs, where in ((waits, waiting, ""), (many, planned, "facts.")):
            documents.update_many(
                {**theirs, **_says_otherwise(given, where)},
                [{"$set": {**_said(given, at, where), "revision": {"$add": ["$revision", 1]}}}],
            )
        asked_for = [
            {"created_at": {"$lte": at}},
            {"_id": {"$in": waits.distinct("booking_id", waiting)}},
            {"series_id": {"$in": many.distinct("_id", planned)}},
        ]
        theirs = _by_partners(customer_id, {"$or": asked_for, **NO_HOLD})
        told = self._bookings.update_many(
            {**theirs, **_says_otherwise(given)},
            [{"$set": _said(given, at)}, IN_WHAT_IS_REPEATED],
        )
        return told.modified_count


def _by_partners(customer_id: str, wanted: dict[str, Any], where: str = "") -> dict[str, Any]:
    """Return what finds the *wanted* that partners asked for in a customer's name."""
    who = {f"{where}customer.id": customer_id, f"{where}partner_id": {"$ne": None}}
    return {**who, **wanted}


def _says_otherwise(given: bool, where: str = "") -> dict[str, Any]:
    return {f"{where}consents.share_with_partner": {"$ne": True} if given else True}


def _said(given: bool, at: datetime, where: str = "") -> dict[str, Any]:
    """Return the stage that notes in ``consents`` what was said, and when."""
    consents = f"{where}consents"
    told = {"share_with_partner": given, "sharing_said_at": at.isoformat()}
    before = {"$ifNull": [f"${consents}", {}]}
    return {consents: {"$mergeObjects": [before, {"$literal": told}]}}


def _standing(kind: str, found: dict[str, Any]) -> Standing:
    start = found.get("start")
    return {
        "kind": kind,
        "id": found["_id"],
        "number": found.get("number"),
        "store_id": found["store_id"],
        "status": found.get("status"),
        "start": start.isoformat() if start else None,
    }
