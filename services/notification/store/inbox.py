"""What customers wrote to us: each text once, with what became of it."""

from collections.abc import Collection as Several
from dataclasses import asdict, fields
from typing import Any

from pymongo import DESCENDING, IndexModel
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError

from common.bus.outbox import promised
from common.personal import SEALED
from services.notification.domain.receiving import Text
from services.notification.personal import TEXT

INDEXES = [
    IndexModel([("store_id", DESCENDING), ("at", DESCENDING), ("_id", DESCENDING)]),
    IndexModel([("customer_id", DESCENDING), ("at", DESCENDING)]),
]
NAMES = [field.name for field in fields(Text)]


class Received:
    """For ``NotificationStore`` to inherit, which brings the collection."""

    _received: Collection[dict[str, Any]]

    def received(self, sid: str) -> dict[str, Any] | None:
        found = self._received.find_one({"_id": sid}, {"answer": 1, SEALED: 1})
        return TEXT.opened(found) if found else None

    def keep_received(self, text: Text, events: list[dict[str, Any]]) -> bool:
        """Keep a text and what is owed of it; say whether it came for the first time."""
        kept = TEXT.sealed(asdict(text))
        try:
            self._received.insert_one({"_id": kept.pop("id"), **kept, **promised(events)})
        except DuplicateKeyError:
            return False
        return True

    def texts(
        self,
        *,
        stores: Several[str] | None,
        customer_id: str | None,
        meaning: str | None,
        limit: int,
    ) -> list[Text]:
        """Return what was written to *stores* (None: all), the latest first."""
        wanted: dict[str, Any] = {} if stores is None else {"store_id": {"$in": sorted(stores)}}
        named = {"customer_id": customer_id, "meaning": meaning}
        wanted |= {name: value for name, value in named.items() if value is not None}
        found = self._received.find(wanted).sort([("at", DESCENDING), ("_id", DESCENDING)])
        return [_as_text(document) for document in found.limit(limit)]


def _as_text(document: dict[str, Any]) -> Text:
    document = TEXT.opened(document)
    return Text(id=document["_id"], **{name: document[name] for name in NAMES if name != "id"})
