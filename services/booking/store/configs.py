"""The stores of the chain: their configuration, its versions and old policies."""

import time
from typing import Any

from pymongo import ASCENDING
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError

from common.errors import NotFound
from services.booking.documents import loaded_store
from services.booking.domain.stores import Store

FRESH_SECONDS = 1.0
MOST_LISTED = 200


class Configs:
    """Needs ``_stores``, the collection, and ``_known`` and ``_listed``, what was read lately."""

    _stores: Collection[dict[str, Any]]
    _known: dict[str, tuple[float, Store]]
    _listed: dict[tuple[str | None, str | None], tuple[float, list[Store]]]

    def save_store(self, store_id: str, config: dict[str, Any]) -> int:
        """Keep *config*, under a new version if it differs; return the version.

        An old policy stays, for the bookings that are stamped with it.
        """
        found = self._stores.find_one({"_id": store_id})
        if found and found["config"] == config:
            return found["version"]
        version = found["version"] + 1 if found else 1
        policies = found["policies"] if found else {}
        last = max(policies, key=int, default="0")
        if policies.get(last) != config["policy"]:
            policies = {**policies, str(int(last) + 1): config["policy"]}
        loaded_store({"_id": store_id, "version": version, "config": config, "policies": policies})
        try:
            self._stores.update_one(
                {"_id": store_id, "version": found["version"]} if found else {"_id": store_id},
                {"$set": {"version": version, "config": config, "policies": policies}},
                upsert=True,
            )
        except DuplicateKeyError:
            return self.save_store(store_id, config)  # it was changed meanwhile
        return version

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

    def forget(self, store_id: str) -> None:
        """Read a store anew when it is asked for next: this process has just changed it."""
        self._known.pop(store_id, None)
        self._listed.clear()

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
