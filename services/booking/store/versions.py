"""Configurations saved: each version with who, when and why, and changes that wait for a date.

Every save passes by the chain's own document, so that no store is merged with values that
the chain has left behind meanwhile.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pymongo import DESCENDING
from pymongo.client_session import ClientSession
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError

from common.bus.due import DueWork
from common.errors import NotFound, Stale
from services.booking.documents import Kept, kept_of
from services.booking.domain.stores import Store
from services.booking.packs import TRADES
from services.booking.store.transactions import as_one, inside

INDUSTRY = "industry"
CHAIN = "*"
"""Stands for the chain where a store's id would."""
PENDING, APPLIED, WITHDRAWN, FAILED = "pending", "applied", "withdrawn", "failed"
OPEN = [PENDING, FAILED]
"""Changes that somebody may still withdraw."""
Step = tuple[Kept, Kept]
"""A configuration and the one that takes its place."""


@dataclass(frozen=True)
class Piece:
    """Due work that is planned with a save."""

    id: str
    kind: str
    at: datetime
    subject: dict[str, Any] = field(default_factory=dict)


class Versions:
    """Needs ``_stores``, ``_chain``, ``_versions`` and ``_pieces``, the collections."""

    _stores: Collection[dict[str, Any]]
    _chain: Collection[dict[str, Any]]
    _versions: Collection[dict[str, Any]]
    _pieces: Collection[dict[str, Any]]
    kept: Any
    forget: Any

    def chain(self) -> Kept:
        """Return what the chain says to its stores."""
        found = self._chain.find_one({"_id": CHAIN})
        if found is None:
            new = {"version": 0, "own": {}}
            self._chain.update_one({"_id": CHAIN}, {"$setOnInsert": new}, upsert=True)
            return Kept(CHAIN)
        return kept_of(found)

    def save_store(self, store_id: str, config: dict[str, Any]) -> int:
        """Keep *config*, all of it the store's own, as a new version if it differs."""
        try:
            before = self.kept(store_id)
        except NotFound:
            before = Kept(store_id)
        if before.config == config:
            return before.version
        own = {name: value for name, value in config.items() if name != INDUSTRY}
        after = before.next(own, config)
        after.loaded()
        try:
            self.keep(self.chain(), [(before, after)], {"by": None, "at": None, "reason": ""})
        except Stale:
            return self.save_store(store_id, config)  # it was changed meanwhile
        return after.version

    def keep(
        self,
        chain: Kept,
        steps: Iterable[Step],
        note: dict[str, Any],
        pieces: Iterable[Piece] = (),
        waiting: str | None = None,
    ) -> None:
        """Keep each step with its version, all of them or none, as long as *chain* stands.

        ``waiting`` is the change that they carry out, which is then done.

        Raises:
            Stale: somebody else saved meanwhile, or withdrew what was waiting.
        """
        steps = list(steps)

        def save(session: ClientSession) -> None:
            if all(before.id != CHAIN for before, _ in steps):
                gate = {"_id": CHAIN, "version": chain.version}
                passed = inside(self._chain).update_one(
                    gate, {"$inc": {"saves": 1}}, session=session
                )
                if not passed.matched_count:
                    raise Stale(revision=steps[0][0].version)
            for before, after in steps:
                self._step(before, after, note, session)
            if waiting:
                done = {"state": APPLIED, "version": steps[0][1].version}
                self._settle(_id(steps[0][0].id, waiting), done, session)
            for piece in pieces:
                DueWork(inside(self._pieces)).plan(**vars(piece), session=session)

        try:
            as_one(self._stores.database.client, save)
        except DuplicateKeyError as error:
            raise Stale(revision=steps[0][0].version) from error
        for before, _ in steps:
            self.forget(before.id)

    def _step(
        self, before: Kept, after: Kept, note: dict[str, Any], session: ClientSession
    ) -> None:
        documents = inside(self._chain if after.id == CHAIN else self._stores)
        written = documents.update_one(
            {"_id": before.id, "version": before.version},
            {"$set": after.document},
            upsert=not before.version,
            session=session,
        )
        if not written.matched_count and written.upserted_id is None:
            raise Stale(revision=before.version)
        versions = inside(self._versions)
        if before.version:
            # One from before there were versions can be restored too.
            as_it_was = {**_version(before), "by": None, "at": None, "reason": "", "changes": []}
            versions.update_one(
                {"_id": as_it_was.pop("_id")},
                {"$setOnInsert": as_it_was},
                upsert=True,
                session=session,
            )
        versions.insert_one({**note, **_version(after)}, session=session)

    def wait(self, subject: str, change_id: str, waiting: dict[str, Any], piece: Piece) -> None:
        """Keep a change until it is due: both the change and that somebody carries it out."""

        def plan(session: ClientSession) -> None:
            inside(self._versions).insert_one(
                {"_id": _id(subject, change_id), "subject": subject, "state": PENDING, **waiting},
                session=session,
            )
            DueWork(inside(self._pieces)).plan(**vars(piece), session=session)

        as_one(self._versions.database.client, plan)

    def settle(self, subject: str, change_id: str, outcome: dict[str, Any]) -> None:
        """Note what became of a waiting change.

        Raises:
            Stale: it waits no longer.
        """
        self._settle(_id(subject, change_id), outcome)

    def _settle(
        self, id_: str, outcome: dict[str, Any], session: ClientSession | None = None
    ) -> None:
        versions = inside(self._versions) if session else self._versions
        waits = {"_id": id_, "state": {"$in": OPEN}}
        if not versions.update_one(waits, {"$set": outcome}, session=session).matched_count:
            raise Stale()

    def versions(self, subject: str, limit: int) -> list[dict[str, Any]]:
        """Return what waits or could not be made, by its date, then the newest versions first."""
        fields = {"own": 0, "change": 0}
        waiting = self._versions.find({"subject": subject, "state": {"$in": OPEN}}, fields)
        saved = self._versions.find({"subject": subject, "number": {"$exists": True}}, fields)
        return [
            *waiting.sort("effective_at"),
            *saved.sort("number", DESCENDING).limit(limit),
        ]

    def had_words(self, store: Store, version: str) -> bool:
        """Say whether *store*, its trade or the chain ever had the words of *version* (PV-01)."""
        said = ("privacy", f"{TRADES}.{store.industry}.privacy")
        saved = {"subject": {"$in": [store.id, CHAIN]}, "number": {"$exists": True}}
        ever = {**saved, "$or": [{f"own.{where}.version": version} for where in said]}
        return self._versions.find_one(ever, {"_id": 1}) is not None

    def version(self, subject: str, id_: str) -> dict[str, Any]:
        """Return one version by its number, or a change that waits or waited by its id."""
        found = self._versions.find_one({"_id": _id(subject, id_)})
        if found is None:
            raise NotFound(what="version", id=id_)
        return found


def as_read(document: dict[str, Any]) -> dict[str, Any]:
    """Return a version, or a change that waits, as it is read."""
    at, effective_at = document.get("at"), document.get("effective_at")
    own = {"own": document["own"]} if "own" in document else {}
    return {
        "id": document["_id"].rpartition("|")[2],
        "version": document.get("number", document.get("version")),
        "state": document["state"],
        "at": at.isoformat() if at else None,
        "by": document.get("by"),
        "reason": document.get("reason", ""),
        "effective_at": effective_at.isoformat() if effective_at else None,
        "changes": document.get("changes", []),
        "affected": document.get("affected") or {"count": 0, "bookings": []},
        "faults": document.get("faults", {}),
        **own,
    }


def _id(subject: str, id_: str) -> str:
    return f"{subject}|{id_}"


def _version(kept: Kept) -> dict[str, Any]:
    return {
        "_id": _id(kept.id, str(kept.version)),
        "subject": kept.id,
        "number": kept.version,
        "state": APPLIED,
        "own": kept.own,
    }
