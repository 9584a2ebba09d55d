"""Bookings, holds and stores as Mongo keeps them, and back."""

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from common.errors import Invalid
from services.booking.domain.availability import Claim
from services.booking.domain.bookings import Booking
from services.booking.domain.holds import HELD, Hold
from services.booking.domain.outages import Outage, out_of_order
from services.booking.domain.stores import Store
from services.booking.domain.ticks import claim_keys
from services.booking.packs.reading import store_of
from services.booking.personal import BOOKING, LINE

FOREVER = float("inf")
SEVERAL = ("items", "issued", "deviations", "locks")
NAMES = tuple(one.name for one in fields(Booking) if one.name not in ("id", "claims"))
SELDOM = ("series_id", "series_number", "moved_from", "moved_to")
"""What few bookings have: the others' documents do without."""


def document_of(booking: Booking) -> dict[str, Any]:
    """Return *booking* with its ticks; one that holds nothing has neither ``held`` nor ticks.

    An empty list of ticks or locks would be indexed and collide with the next one.
    """
    return BOOKING.sealed(_plain(booking))


def _plain(booking: Booking) -> dict[str, Any]:
    document = {name: getattr(booking, name) for name in NAMES}
    for name in SELDOM:
        if document[name] is None:
            del document[name]
    for name in SEVERAL:
        document[name] = list(document[name])
    if not booking.locks:
        del document["locks"]
    if booking.claims:
        document["held"] = held_of(booking.claims)
        document["ticks"] = [key for claim in booking.claims for key in claim_keys(*claim)]
    return document


def booking_of(document: dict[str, Any]) -> Booking:
    document = BOOKING.opened(document)
    told: dict[str, Any] = {name: document.get(name) for name in NAMES}
    for name in SEVERAL:
        told[name] = tuple(document.get(name) or ())
    told["streak"] = document.get("streak", 0)
    told["preparation"] = document.get("preparation", {})
    claims, _ = claims_in(document["held"]) if "held" in document else ((), FOREVER)
    return Booking(id=document["_id"], claims=claims, **told)


def document_of_hold(hold: Hold) -> dict[str, Any]:
    """Return *hold*; like a booking it has ticks and ``held`` while it claims something."""
    claimed: dict[str, Any] = {}
    if hold.state == HELD:
        claimed["held"] = held_of(hold.claims, hold.expires_at)
        claimed["ticks"] = [key for claim in hold.claims for key in claim_keys(*claim)]
    return {
        "store_id": hold.store_id,
        "number": hold.id,
        "start": hold.start,
        "end": hold.end,
        "expires_at": hold.expires_at,
        "hold": {
            "state": hold.state,
            "items": list(hold.items),
            "staff": hold.staff,
            "claims": held_of(hold.claims),
            "channel": hold.channel,
            "seconds": hold.lifetime.total_seconds(),
            "extended": hold.extended,
            "created_at": hold.created_at,
            "created_by": hold.created_by,
        },
        **claimed,
    }


def hold_of(document: dict[str, Any]) -> Hold:
    told = document["hold"]
    return Hold(
        id=document["_id"],
        state=told["state"],
        store_id=document["store_id"],
        items=tuple(told["items"]),
        staff=told.get("staff"),
        start=document["start"],
        end=document["end"],
        claims=claims_in(told["claims"])[0],
        channel=told["channel"],
        lifetime=timedelta(seconds=told["seconds"]),
        expires_at=document["expires_at"],
        extended=told["extended"],
        created_at=told["created_at"],
        created_by=told["created_by"],
    )


def held_of(claims: Iterable[Claim], until: datetime | None = None) -> str:
    """Return *claims* as one text, so that an index can answer with them: ``bay-1|3|15;…``.

    Those of a hold end with the second of 1970 at which it expires: ``bay-1|3|15!1773108300``.
    """
    told = ";".join(f"{lane}|{first}|{end}" for lane, first, end in claims)
    return told if until is None else f"{told}!{int(until.timestamp())}"


@lru_cache(maxsize=16384)
def claims_in(held: str) -> tuple[tuple[Claim, ...], float]:
    """Return the claims of ``held_of`` and until when; those of a day are read again and again."""
    told, _, until = held.partition("!")
    claims = (claim.split("|") for claim in told.split(";"))
    return tuple((lane, int(first), int(end)) for lane, first, end in claims), float(
        until or FOREVER
    )


def difference(before: Booking, after: Booking) -> dict[str, dict[str, Any]]:
    """Return the ``$set`` and ``$unset`` that make *after* of *before*.

    What is personal is sealed anew only where it is another.
    """
    old, new = _plain(before), _plain(after)
    changed = {key: value for key, value in new.items() if old.get(key) != value}
    change: dict[str, dict[str, Any]] = {"$set": BOOKING.sealed_change(changed, new)}
    gone = {key: "" for key in old if key not in new}
    return {**change, "$unset": gone} if gone else change


def entry_of(
    at: datetime,
    actor: dict[str, Any],
    move: str,
    reason: str,
    before: Booking | None,
    after: Booking,
) -> dict[str, Any]:
    """Return one line of a booking's history: who, when, why, before and after (CX-16, BK-27)."""
    return LINE.sealed(
        {
            "at": at,
            "actor": actor,
            "move": move,
            "reason": reason,
            "revision": after.revision,
            "before": _outline(before) if before else None,
            "after": _outline(after),
        }
    )


def cause_of(entry: dict[str, Any]) -> str | None:
    """Return the task that a line of history comes from, if it comes from one."""
    return entry.get("cause")


def history_line(entry: dict[str, Any], store: Store) -> dict[str, Any]:
    """Return a history entry as it is read, in the store's time."""

    def read(value: Any) -> Any:
        if isinstance(value, datetime):
            return store.local(value).isoformat()
        if isinstance(value, dict):
            return {key: read(one) for key, one in value.items()}
        return value

    return read(LINE.opened(entry))


@dataclass(frozen=True)
class Kept:
    """A store's configuration as it is kept: its own values, and the whole that they make.

    ``file`` is what was last loaded from one.  The chain is kept alike; it has no whole.
    """

    id: str
    version: int = 0
    own: dict[str, Any] = field(default_factory=dict)
    config: dict[str, Any] = field(default_factory=dict)
    policies: dict[str, Any] = field(default_factory=dict)
    file: dict[str, Any] | None = None

    def loaded(self) -> Store:
        """Return the store as the rules see it."""
        return loaded_store({"_id": self.id, **self.document})

    @property
    def document(self) -> dict[str, Any]:
        return {one.name: getattr(self, one.name) for one in fields(self) if one.name != "id"}

    def next(
        self, own: dict[str, Any], config: dict[str, Any], file: dict[str, Any] | None = None
    ) -> "Kept":
        """Return it one version on; an old policy stays, for the bookings stamped with it."""
        policies = self.policies
        last = max(policies, key=int, default="0")
        if "policy" in config and policies.get(last) != config["policy"]:
            policies = {**policies, str(int(last) + 1): config["policy"]}
        return Kept(self.id, self.version + 1, own, config, policies, file or self.file)


def kept_of(document: dict[str, Any]) -> Kept:
    """Return what *document* keeps; one from before there were own values has all as its own."""
    config = document.get("config", {})
    own = {name: value for name, value in config.items() if name != "industry"}
    told = {one.name: document[one.name] for one in fields(Kept) if one.name in document}
    return Kept(**{"id": document["_id"], "own": own, **told})


def loaded_store(document: dict[str, Any]) -> Store:
    policies = {int(number): policy for number, policy in document["policies"].items()}
    store = store_of(document["_id"], document["version"], document["config"], policies)
    outages = [outage_of(told) for told in document.get("outages", [])]
    return out_of_order(store, outages) if outages else store


def outage_of(told: dict[str, Any]) -> Outage:
    return Outage(told["id"], tuple(told["lanes"]), told["from"], told["to"], told["reason"])


def document_of_outage(outage: Outage) -> dict[str, Any]:
    return {
        "id": outage.id,
        "lanes": list(outage.lanes),
        "from": outage.first,
        "to": outage.end,
        "reason": outage.reason,
    }


def cursor_of(*keys: Any) -> str:
    """Return an opaque mark of where a page ended."""
    plain = [key.isoformat() if isinstance(key, datetime) else key for key in keys]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> tuple[datetime, str]:
    """Return the start and id after which a page begins.

    Raises:
        Invalid: it is not one that we gave out.
    """
    try:
        start, id_ = _marked(cursor)
        return datetime.fromisoformat(start).astimezone(UTC), str(id_)
    except (ValueError, TypeError) as error:
        raise Invalid.of(cursor="not a cursor of ours") from error


def read_place(cursor: str) -> tuple[str, int]:
    """Return the store and ticket after which a page of the wait list begins.

    Raises:
        Invalid: it is not one that we gave out.
    """
    try:
        store_id, ticket = _marked(cursor)
        return str(store_id), int(ticket)
    except (ValueError, TypeError) as error:
        raise Invalid.of(cursor="not a cursor of ours") from error


def _marked(cursor: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))


def _outline(booking: Booking) -> dict[str, Any]:
    return {
        "status": booking.status,
        "start": booking.start,
        "items": [item["code"] for item in booking.items],
        "resources": [resource["id"] for item in booking.items for resource in item["resources"]],
    }
