"""What people want and said, and who hears nothing any more.

What they said is kept for good, in the order in which it was heard; how they stand is read
off it.  Opt-outs are kept beside it as well, to be listed and asked for by number.
"""

from collections.abc import Collection as Several
from dataclasses import asdict, fields
from datetime import datetime, time
from typing import Any

from pymongo import DESCENDING, IndexModel, MongoClient
from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from common.mongo import as_one
from common.privacy import customer_id
from services.notification.domain.messages import SMS
from services.notification.domain.people import opt_outs
from services.notification.domain.people.acts import (
    ALL,
    BOOKING,
    CARRIER,
    CHANNELS,
    MARKETING,
    OF_A_NUMBER,
    TEXT,
    Act,
)
from services.notification.domain.people.opt_outs import OptOut
from services.notification.domain.people.persons import Person, Preferences
from services.notification.domain.people.windows import Window

OPT_OUTS_INDEXES = [IndexModel([("at", DESCENDING), ("_id", DESCENDING)])]
_ACT = tuple(field.name for field in fields(Act))
_OPT_OUT = tuple(field.name for field in fields(OptOut) if field.name != "id")


class Acts:
    """What people said, kept for good; ``People`` has it too."""

    _people: Collection[dict[str, Any]]

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._people = database["people"]

    def note(self, person: str, act: Act) -> None:
        """Add what a person said to what they said before, once."""
        known = {"$ifNull": ["$acts", []]}
        told = {"$in": [act.id, {"$map": {"input": known, "in": "$$this.id"}}]}
        more = {"$concatArrays": [known, [{"$literal": asdict(act)}]]}
        grown = {"$add": [{"$ifNull": ["$revision", 0]}, {"$cond": [told, 0, 1]}]}
        noted = {"acts": {"$cond": [told, known, more]}, "revision": grown}
        self._people.update_one({"_id": person}, [{"$set": noted}], upsert=True)


class People(Acts):
    """For ``NotificationStore`` to inherit, which brings the collections."""

    _client: MongoClient[dict[str, Any]]
    _people: Collection[dict[str, Any]]
    _opt_outs: Collection[dict[str, Any]]

    def person(self, id: str) -> Person:
        """Return what is known of a person, which may be nothing."""
        found = self._people.find_one({"_id": id})
        return as_person(found) if found else Person(id=id)

    def keep_preferences(self, before: Person, preferences: Preferences) -> bool:
        """Keep what a person prefers; say whether nobody changed it since *before* was read."""
        as_read = {"_id": before.id, "revision": before.revision or None}
        kept = {"preferences": _from_preferences(preferences), "revision": before.revision + 1}
        try:
            written = self._people.update_one(as_read, {"$set": kept}, upsert=not before.revision)
        except DuplicateKeyError:
            return False
        return bool(written.modified_count or written.upserted_id)

    def agreed_to_marketing(self, person: str, channel: str = SMS) -> bool | None:
        return self.person(person).agreed(MARKETING, channel)

    # --- who hears nothing any more

    def has_opted_out(self, address: str, channel: str = SMS) -> bool:
        """Say whether nothing may go to *address* by *channel*; only its hash is kept."""
        stopped = {"_id": customer_id(address), "channels": {"$in": [channel, None]}}
        return self._opt_outs.find_one(stopped) is not None

    def opted_out(self, person: str) -> OptOut | None:
        found = self._opt_outs.find_one({"_id": person})
        return _as_opt_out(found) if found else None

    def opt(self, person: str, act: Act) -> None:
        """Let *act*, by which a person opts out or in, take effect once."""

        def keep() -> None:
            if self.person(person).knows(act):
                return
            stands = opt_outs.after(self.opted_out(person), person, act)
            if stands:
                told = {name: getattr(stands, name) for name in _OPT_OUT}
                self._opt_outs.replace_one({"_id": person}, told, upsert=True)
            else:
                self._opt_outs.delete_one({"_id": person})
            self.note(person, act)

        as_one(self._client, keep)

    def opt_out(self, phone: str, at: datetime, *, source: str = CARRIER, proof: str = "") -> None:
        """Remember that nobody may write to *phone* or call it by machine."""
        self.opt(customer_id(phone), _by_phone(False, at, source, proof))

    def opt_in(self, phone: str, at: datetime, *, proof: str = "") -> None:
        """Remember that *phone* may be written to again, if it had opted out."""
        person = customer_id(phone)
        if self.opted_out(person):
            self.opt(person, _by_phone(True, at, TEXT, proof))

    def list_opt_outs(
        self, *, stores: Several[str] | None, after: list[Any] | None = None, limit: int = 50
    ) -> list[tuple[OptOut, str | None]]:
        """Return who opted out, the latest first, each with the store of their last booking.

        Only those whose last booking is in *stores* (None: all), from the place *after* on.
        """
        steps: list[dict[str, Any]] = []
        if after is not None:
            at, id = after
            before = [{"at": {"$lt": at}}, {"at": at, "_id": {"$lt": id}}]
            steps.append({"$match": {"$or": before}})
        steps += [
            {"$sort": {"at": DESCENDING, "_id": DESCENDING}},
            {
                "$lookup": {
                    "from": "bookings",
                    "localField": "_id",
                    "foreignField": "customer_id",
                    "pipeline": [
                        {"$sort": {"start": DESCENDING}},
                        {"$limit": 1},
                        {"$project": {"store_id": 1}},
                    ],
                    "as": "last",
                }
            },
            {"$set": {"store_id": {"$first": "$last.store_id"}}},
        ]
        if stores is not None:
            steps.append({"$match": {"store_id": {"$in": sorted(stores)}}})
        found = self._opt_outs.aggregate([*steps, {"$limit": limit}])
        return [(_as_opt_out(one), one.get("store_id")) for one in found]


def _by_phone(given: bool, at: datetime, source: str, proof: str) -> Act:
    word = "in" if given else "out"
    return Act(
        id=f"{source}:{proof or at.isoformat()}:{word}",
        given=given,
        purposes=(ALL,),
        channels=OF_A_NUMBER,
        source=source,
        at=at,
        page=SMS,
        proof=proof,
    )


def as_person(document: dict[str, Any]) -> Person:
    return Person(
        id=document["_id"],
        revision=document.get("revision") or 0,
        preferences=_as_preferences(document.get("preferences")),
        acts=(*_told_before(document), *map(_as_act, document.get("acts", ()))),
    )


def _told_before(document: dict[str, Any]) -> list[Act]:
    """Return what was known of consent to offers before what people say was kept as acts."""
    if document.get("asked_at") is None:
        return []
    return [
        Act(
            id=BOOKING,
            given=document["marketing"],
            purposes=(MARKETING,),
            channels=CHANNELS,
            source=BOOKING,
            at=document["asked_at"],
        )
    ]


def _as_act(document: dict[str, Any]) -> Act:
    lists = {name: tuple(document[name]) for name in ("purposes", "channels")}
    return Act(**{**{name: document[name] for name in _ACT if name in document}, **lists})


def _as_opt_out(document: dict[str, Any]) -> OptOut:
    if "channels" not in document:  # kept when only STOP and the carrier opted people out
        return OptOut(id=document["_id"], at=document["at"], barred=True)
    told = {name: document[name] for name in _OPT_OUT}
    return OptOut(id=document["_id"], **{**told, "channels": tuple(document["channels"])})


def _from_preferences(preferences: Preferences) -> dict[str, Any]:
    hours = preferences.hours
    return {
        "channel": preferences.channel,
        "hours": [hours.opens.isoformat(), hours.closes.isoformat()] if hours else None,
        "set_at": preferences.set_at,
        "set_by": dict(preferences.set_by),
    }


def _as_preferences(document: dict[str, Any] | None) -> Preferences:
    if document is None:
        return Preferences()
    hours = document["hours"]
    window = Window(*map(time.fromisoformat, hours)) if hours else None
    return Preferences(**{**document, "hours": window})
