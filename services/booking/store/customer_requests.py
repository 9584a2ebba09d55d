"""Requests that hang on no booking: each a document with its visit and a revision of its own."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError

from common.errors import NotFound, Stale
from services.booking.documents import read_cursor
from services.booking.domain.customer_requests import CustomerRequest
from services.booking.domain.visit_telling import of_document, to_document
from services.booking.personal import REQUEST
from services.booking.store.bookings import AlreadyThere

NAMES = tuple(one.name for one in fields(CustomerRequest) if one.name not in ("id", "visit"))
INDEXES = (
    IndexModel([("store_id", ASCENDING), ("number", ASCENDING)], unique=True),
    IndexModel([("store_id", ASCENDING), ("created_at", DESCENDING), ("_id", DESCENDING)]),
    IndexModel(
        [("store_id", ASCENDING), ("assignee", ASCENDING)],
        partialFilterExpression={"ended": False},
    ),
)


class CustomerRequests:
    """Needs ``_requests``, the collection."""

    _requests: Collection[dict[str, Any]]

    def insert_request(self, request: CustomerRequest, request_hash: str) -> None:
        """Keep a new request.

        Raises:
            AlreadyThere: it was asked before.
        """
        document = {"_id": request.id, **_document_of(request), "request_hash": request_hash}
        try:
            self._requests.insert_one(document)
        except DuplicateKeyError as error:
            raise AlreadyThere from error

    def request(self, request_id: str) -> CustomerRequest:
        """Raise NotFound where there is none."""
        found = self.request_as_asked(request_id)
        if found is None:
            raise NotFound(what="request", id=request_id)
        return found[0]

    def request_as_asked(self, request_id: str) -> tuple[CustomerRequest, str] | None:
        """Return a request and the hash of what was asked to open it."""
        document = self._requests.find_one({"_id": request_id})
        return (_request_of(document), document["request_hash"]) if document else None

    def change_request(self, before: CustomerRequest, after: CustomerRequest) -> None:
        """Put *after* in the place of *before*.

        Raises:
            Stale: somebody was faster.
        """
        written = self._requests.update_one(
            {"_id": before.id, "revision": before.revision}, {"$set": _document_of(after)}
        )
        if not written.matched_count:
            raise Stale(revision=self.request(before.id).revision)

    def search_requests(
        self,
        stores: list[str] | None,
        window: tuple[datetime | None, datetime | None],
        overdue: tuple[bool, datetime] | None,
        cursor: str | None,
        limit: int,
        **wanted: Any,
    ) -> list[CustomerRequest]:
        """Return up to *limit* requests, the newest first, of *stores* only (None: of any).

        *overdue* asks for those that are late at a moment, or for those that are not.
        """
        query = {key: value for key, value in wanted.items() if value is not None}
        if stores is not None:
            query["store_id"] = {"$in": stores}
        bounds = {"$gte": window[0], "$lt": window[1]}
        if bounds := {key: value for key, value in bounds.items() if value is not None}:
            query["created_at"] = bounds
        if overdue is not None:
            late = {"$lt": overdue[1]}
            query["due_at"] = late if overdue[0] else {"$not": late}
        if cursor:
            at, id_ = read_cursor(cursor)
            query["$or"] = [{"created_at": {"$lt": at}}, {"created_at": at, "_id": {"$lt": id_}}]
        found = self._requests.find(query).sort([("created_at", DESCENDING), ("_id", DESCENDING)])
        return [_request_of(document) for document in found.limit(limit)]

    def open_requests_of(self, store_id: str, people: Iterable[str]) -> dict[str, int]:
        """Return how many open requests each of *people* has."""
        mine = {"store_id": store_id, "ended": False, "assignee": {"$in": list(people)}}
        grouped = {"$group": {"_id": "$assignee", "count": {"$sum": 1}}}
        return {
            one["_id"]: one["count"]
            for one in self._requests.aggregate([{"$match": mine}, grouped])
        }


def _document_of(request: CustomerRequest) -> dict[str, Any]:
    """Return *request*, with what it is looked up by: whose it is, when it is due, if it ended."""
    return REQUEST.sealed(
        {
            **{name: getattr(request, name) for name in NAMES},
            "journey": request.visit.journey,
            "assignee": request.assignee,
            "due_at": request.due_at,
            "ended": request.ended,
            "visit": to_document(request.visit),
        }
    )


def _request_of(document: dict[str, Any]) -> CustomerRequest:
    document = REQUEST.opened(document)
    told = {name: document[name] for name in NAMES}
    return CustomerRequest(id=document["_id"], visit=of_document(document["visit"]), **told)
