"""The stores of the chain as rules see them, and their configuration as it is kept."""

import time
from typing import Any

from pymongo import ASCENDING
from pymongo.collection import Collection

from common.errors import NotFound
from services.booking.documents import Kept, kept_of, loaded_store
from services.booking.domain.stores import Store

FRESH_SECONDS = 1.0
MOST_LISTED = 200


class Configs:
    """Needs ``_stores``, the collection, and ``_known`` and ``_listed``, what was read lately."""

    _stores: Collection[dict[str, Any]]
    _known: dict[str, tuple[float, Store]]
    _listed: dict[tuple[str | None, str | None], tuple[float, list[Store]]]

    def kept(self, store_id: str) -> Kept:
        """Return a store's configuration as it stands this moment.

        Raises:
            NotFound: there is none.
        """
        document = self._stores.find_one({"_id": store_id})
        if document is None:
            raise NotFound(what="store", id=store_id)
        return kept_of(document)

    def all_kept(self) -> list[Kept]:
        return [kept_of(document) for document in self._stores.find().sort("_id", ASCENDING)]

    def forget(self, store_id: str) -> None:
        """Read *store_id* again when it is next asked for, and what stores there are."""
        self._known.pop(store_id, None)
        self._listed.clear()

    def store(self, store_id: str) -> Store:
        """Return a store, at most a second old.

        Raises:
            NotFound: there is none.
        """
        checked, known = self._known.get(store_id, (0.0, None))
        now = time.monotonic()
        if known and now - checked < FRESH_SECONDS:
            return known
        if known is None or not self._stores.find_one(
            {"_id": store_id, "version": known.version}, {"_id": 1}
        ):
            known = self._read(store_id)
        self._known[store_id] = (now, known)
        return known

    def _read(self, store_id: str) -> Store:
        document = self._stores.find_one({"_id": store_id})
        if document is None:
            raise NotFound(what="store", id=store_id)
        return loaded_store(document)

    def stores(self, city: str | None = None, industry: str | None = None) -> list[Store]:
        """Return stores by id, at most a second old: one look says which have changed."""
        checked, listed = self._listed.get((city, industry), (0.0, []))
        now = time.monotonic()
        if now - checked < FRESH_SECONDS:
            return listed
        wanted = {"config.city": city, "config.industry": industry}
        query = {key: value for key, value in wanted.items() if value is not None}
        found = self._stores.find(query, {"version": 1}).sort("_id", ASCENDING)
        listed = [self._at(document["_id"], document["version"]) for document in found]
        if len(self._listed) >= MOST_LISTED:
            self._listed.clear()
        self._listed[city, industry] = now, listed
        return listed

    def _at(self, store_id: str, version: int) -> Store:
        _, known = self._known.get(store_id, (0.0, None))
        if known is None or known.version != version:
            known = self._read(store_id)
        self._known[store_id] = (time.monotonic(), known)
        return known
