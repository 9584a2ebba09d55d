"""Customers whom a store knows, and their files."""

from typing import Any

from pymongo import ASCENDING, IndexModel
from pymongo.collection import Collection

from common.errors import Stale
from services.followup.documents.files import (
    as_customer,
    as_customer_document,
    as_document,
    as_file,
    customer_key,
    file_key,
)
from services.followup.domain.customers import Customer
from services.followup.domain.files import CustomerFile

INDEXES = [IndexModel([("customer_id", ASCENDING), ("store_id", ASCENDING)])]
OF_CUSTOMERS = [IndexModel([("store_id", ASCENDING), ("marketing", ASCENDING), ("_id", ASCENDING)])]


class Files:
    """For ``FollowupStore`` to inherit, which brings the collections."""

    _files: Collection[dict[str, Any]]
    _customers: Collection[dict[str, Any]]

    def file(self, id: str) -> CustomerFile | None:
        found = self._files.find_one(_kept_as(id))
        return as_file(found) if found else None

    def files_of(self, customer_id: str, stores: frozenset[str] | None) -> list[CustomerFile]:
        """Return the files of a customer in *stores*, None being every one, one a car."""
        wanted: dict[str, Any] = {"customer_id": customer_id}
        if stores is not None:
            wanted["store_id"] = {"$in": sorted(stores)}
        return [as_file(document) for document in self._files.find(wanted).sort("_id", ASCENDING)]

    def keep_file(self, before: CustomerFile | None, file: CustomerFile) -> None:
        """Keep *file* in the place of *before*.

        Raises:
            Stale: somebody else has kept it meanwhile.
        """
        document = as_document(file)
        if before is None:
            written = self._files.update_one(
                {"_id": document.pop("_id")}, {"$setOnInsert": document}, upsert=True
            )
            kept = written.upserted_id is not None
        else:
            del document["_id"]
            at = {**_kept_as(file.id), "revision": before.revision}
            kept = self._files.replace_one(at, document).matched_count == 1
        if not kept:
            raise Stale(revision=file.revision)

    def customer(self, store_id: str, customer_id: str) -> Customer | None:
        found = self._customers.find_one({"_id": customer_key(store_id, customer_id)})
        return as_customer(found) if found else None

    def keep_customer(self, customer: Customer) -> None:
        document = as_customer_document(customer)
        self._customers.replace_one({"_id": document["_id"]}, document, upsert=True)

    def agreed_to_marketing(
        self, store_id: str, after: str | None, limit: int
    ) -> tuple[list[Customer], str | None]:
        """Return customers who want to hear of campaigns, and after whom to go on (PV-04)."""
        wanted: dict[str, Any] = {"store_id": store_id, "marketing": True}
        if after is not None:
            wanted["_id"] = {"$gt": after}
        found = list(self._customers.find(wanted).sort("_id", ASCENDING).limit(limit))
        more = found[-1]["_id"] if len(found) == limit else None
        return [as_customer(document) for document in found], more


def _kept_as(id: str) -> dict[str, Any]:
    """Return what finds a file; once they were kept under their ids, with the plate in them."""
    return {"_id": {"$in": [file_key(id), id]}}
