"""Whom a service has erased: asked for each event that is heard, so that they stay erased.

A tombstone is a customer's id and a moment, and nothing that says who they were.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pymongo import ASCENDING
from pymongo.collection import Collection

from common.contracts.base import Told
from common.erasing import left_of, person_of

NAME = "tombstones"


class Tombstones:
    """The tombstones of one service, one a customer: the latest counts."""

    def __init__(self, stones: Collection[dict[str, Any]]) -> None:
        self._stones = stones

    def put(self, customer_id: str, erased_at: datetime) -> None:
        self._stones.update_one(
            {"_id": customer_id}, {"$max": {"erased_at": erased_at}}, upsert=True
        )

    def erased_at(self, customer_id: str) -> datetime | None:
        found = self._stones.find_one({"_id": customer_id})
        return found["erased_at"] if found else None

    def every(self, after: str | None, limit: int) -> Iterator[tuple[str, datetime]]:
        """Yield up to *limit* customers by id, after that of *after*, and when they were erased."""
        beyond = {"_id": {"$gt": after}} if after else {}
        for found in self._stones.find(beyond).sort("_id", ASCENDING).limit(limit):
            yield found["_id"], found["erased_at"]

    def left_of(self, told: Told, message: dict[str, Any]) -> tuple[Told, dict[str, Any]]:
        """Return an event as it may be heard: without whoever was erased after it was told."""
        customer_id = person_of(told.data)
        erased_at = self.erased_at(customer_id) if customer_id else None
        if erased_at is None or told.occurred_at > erased_at:
            return told, message
        return left_of(told, message)
