"""What is kept of partners (database ``gateway``); documents stay in here."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import date, datetime
from ipaddress import ip_network
from typing import Any

from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from common.errors import Conflict, NotFound, Stale
from gateway.partners.keys import Key
from gateway.partners.limits import USUAL, Limits, Rate
from gateway.partners.partner import LONG_AGO, Agreement, Contact, Partner, Statement

TRIES = 5
FROM_BEFORE = "k-first"
"""The id of the one key that a partner had when it could have no more."""


class PartnerStore:
    """Partners, each with its keys and all that was said of its agreement, in one document."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._partners = database["partners"]

    def partner(self, id_: str) -> Partner | None:
        found = self._partners.find_one({"_id": id_})
        return _partner(found) if found else None

    def named(self, id_: str) -> Partner:
        """Return that partner.

        Raises:
            NotFound: there is none.
        """
        partner = self.partner(id_)
        if partner is None:
            raise NotFound(what="partner", id=id_)
        return partner

    def page(self, *, after: str, active: bool | None, limit: int) -> tuple[list[Partner], str]:
        """Return partners by their ids from behind *after*, and where this page ended."""
        wanted: dict[str, Any] = {"_id": {"$gt": after}}
        if active is not None:
            wanted["active"] = active
        found = list(self._partners.find(wanted).sort("_id").limit(limit + 1))
        page = [_partner(one) for one in found[:limit]]
        return page, page[-1].id if len(found) > limit else ""

    def create(self, partner: Partner) -> None:
        """Keep a new partner.

        Raises:
            Conflict: somebody has that id, or had it.
        """
        try:
            self._partners.insert_one(_document(partner, revision=1))
        except DuplicateKeyError as error:
            raise Conflict(what="partner", id=partner.id) from error

    def change(self, before: Partner, after: Partner) -> Partner:
        """Keep *after* where it still is as *before*; return it with its new revision.

        Raises:
            Stale: it has changed meanwhile.
        """
        revision = before.revision + 1
        as_read = {"_id": before.id, "revision": before.revision or None}
        done = self._partners.replace_one(as_read, _document(after, revision=revision))
        if not done.matched_count:
            raise Stale(revision=self.named(before.id).revision)
        return self.named(before.id)

    def edit(self, id_: str, change: Callable[[Partner], Partner]) -> Partner:
        """Make a *change* that nobody else's stands in the way of; it may be made anew.

        Raises:
            NotFound: there is none of that id.
            Stale: others were first, again and again.
        """
        for _ in range(TRIES - 1):
            before = self.named(id_)
            try:
                return self.change(before, change(before))
            except Stale:
                continue
        before = self.named(id_)
        return self.change(before, change(before))


def _partner(found: dict[str, Any]) -> Partner:
    contact, limits = found.get("contact"), found.get("limits")
    return Partner.of(
        found["_id"],
        name=found["name"],
        scopes=found["scopes"],
        stores=found["stores"],
        agreement=_agreement(found.get("agreement") or _from_before(found)),
        agreement_stated_at=found.get("agreement_stated_at", LONG_AGO),
        active=found["active"],
        keys=tuple(_keys(found)),
        contact=Contact(**contact) if contact else None,
        limits=Limits(**{name: Rate(**rate) for name, rate in limits.items()}) if limits else USUAL,
        statements=tuple(
            Statement(_agreement(one["agreement"]), one["at"], one["by"])
            for one in found.get("statements", [])
        ),
        created_at=found.get("created_at", LONG_AGO),
        revision=found.get("revision", 0),
    )


def _from_before(found: dict[str, Any]) -> dict[str, Any] | None:
    until = found.get("agreement_until")
    return {"until": until} if until else None


def _keys(found: dict[str, Any]) -> Iterable[Key]:
    if "key_hash" in found:
        yield Key(FROM_BEFORE, found["key_hash"], LONG_AGO, "")
    for one in found.get("keys", []):
        scopes = None if one["scopes"] is None else tuple(one["scopes"])
        yield Key(**{**one, "scopes": scopes, "networks": tuple(map(ip_network, one["networks"]))})


def _agreement(found: dict[str, Any] | None) -> Agreement | None:
    if found is None:
        return None
    days = {
        name: date.fromisoformat(found[name])
        for name in ("since", "until", "signed_on")
        if found.get(name)
    }
    return Agreement(**days, reference=found.get("reference", ""))


def _document(partner: Partner, *, revision: int) -> dict[str, Any]:
    return {
        "_id": partner.id,
        "revision": revision,
        "name": partner.name,
        "contact": partner.contact and asdict(partner.contact),
        "scopes": list(partner.scopes),
        "stores": sorted(partner.stores),
        "active": partner.active,
        "limits": asdict(partner.limits),
        "agreement": _agreement_kept(partner.agreement),
        "agreement_stated_at": partner.agreement_stated_at,
        "statements": [
            {"agreement": _agreement_kept(one.agreement), "at": one.at, "by": one.by}
            for one in partner.statements
        ],
        "keys": [_key_kept(key) for key in partner.keys],
        "created_at": partner.created_at,
    }


def _key_kept(key: Key) -> dict[str, Any]:
    networks = [str(network) for network in key.networks]
    scopes = None if key.scopes is None else list(key.scopes)
    return {**asdict(key), "scopes": scopes, "networks": networks}


def _agreement_kept(agreement: Agreement | None) -> dict[str, Any] | None:
    if agreement is None:
        return None
    return {
        name: value.isoformat() if isinstance(value, (date, datetime)) else value
        for name, value in asdict(agreement).items()
    }
