"""What is kept of people: who they are, and the proofs of it, none of them readable."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from common.errors import Conflict, NotFound, Stale
from gateway.identity.signed_in import NO_INVITATION, SignedIn
from gateway.people import Person

ENDING = frozenset({"role", "stores", "active", "password_hash"})
"""A change of one of these ends whatever the person had begun before, and an open invitation."""


class PeopleKept(SignedIn):
    """The part of the gateway's store that is about who people are."""

    def person(self, login: str) -> Person | None:
        found = self._people.find_one({"_id": login})
        return _person(found) if found else None

    def credentials(self, login: str) -> tuple[Person, str | None] | None:
        """Return the person with that log-in and their password hash, None before the first."""
        found = self._people.find_one({"_id": login})
        return (_person(found), found.get("password_hash")) if found else None

    def people(self) -> list[Person]:
        return [_person(found) for found in self._people.find().sort("_id")]

    def people_of(
        self,
        *,
        stores: list[str] | None,
        store_id: str | None = None,
        role: str | None = None,
        active: bool | None = None,
        after: str = "",
        limit: int,
    ) -> list[Person]:
        """Return who works in one of *stores* (None: everybody), by log-in, beginning *after*."""
        wanted: dict[str, Any] = {"_id": {"$gt": after}}
        places: list[dict[str, Any]] = [] if stores is None else [{"stores": {"$in": stores}}]
        if store_id is not None:
            places.append({"stores": store_id})
        if places:
            wanted["$and"] = places
        if role is not None:
            wanted["role"] = role
        if active is not None:
            wanted["active"] = active
        return [_person(found) for found in self._people.find(wanted).sort("_id").limit(limit)]

    def keep_person(
        self, person: Person, password_hash: str | None = None, *, provisional: bool = False
    ) -> None:
        """Create or update *person*; what they had begun ends if it stood on what changed."""
        kept = _document(person)
        if password_hash is not None:
            kept |= {"password_hash": password_hash, "provisional": provisional}
        before = self._people.find_one({"_id": person.login}) or {}
        changed = {name: value for name, value in kept.items() if before.get(name) != value}
        if changed:
            self._people.update_one({"_id": person.login}, _update(changed), upsert=True)
            self._end_what_stood_on(person.login, changed)

    def add_person(self, person: Person) -> Person:
        """Keep somebody new, who has no password yet.

        Raises:
            Conflict: somebody has that log-in, or had it.
        """
        try:
            self._people.insert_one({"_id": person.login, **_document(person), "revision": 1})
        except DuplicateKeyError as error:
            raise Conflict(what="login") from error
        return person

    def change_person(
        self, login: str, changed: Mapping[str, Any], if_revision: int | None = None
    ) -> Person:
        """Change some of what is known of somebody, and return them as they are then.

        Raises:
            NotFound: nobody has that log-in.
            Stale: they are not as *if_revision* has it, or changed at this moment.
        """
        before = self._people.find_one({"_id": login})
        if before is None:
            raise NotFound(what="person", id=login)
        known = _person(before)
        if if_revision is not None and known.revision != if_revision:
            raise Stale(revision=known.revision)
        differing = {name: value for name, value in changed.items() if before.get(name) != value}
        if not differing:
            return known
        as_read = {"_id": login, "revision": before.get("revision")}
        after = self._people.find_one_and_update(
            as_read, _update(differing), return_document=ReturnDocument.AFTER
        )
        if after is None:
            raise Stale()
        self._end_what_stood_on(login, differing)
        return _person(after)

    def end_all(self, login: str) -> None:
        """End every session and token of that person, those that are just being written too.

        An open invitation ends with them: whoever has it could begin another session.
        """
        self._people.update_one({"_id": login}, {"$inc": {"begun": 1}} | NO_INVITATION)
        self.sign_out_everywhere(login)

    # --- invitations

    def invite(self, login: str, token_hash: str, ends: datetime, *, by: str | None = None) -> None:
        """Let whoever brings the token of that hash choose the password; an earlier one is void.

        *by* is who invites them, None from the command line.
        """
        invitation = {"hash": token_hash, "ends": ends, "invited_by": by}
        self._people.update_one({"_id": login}, {"$set": {"invitation": invitation}})

    def invited(self, token_hash: str, now: datetime) -> Person | None:
        found = self._people.find_one(_invitation(token_hash, now))
        return _person(found) if found else None

    def take_up_invitation(
        self, token_hash: str, password_hash: str, now: datetime
    ) -> Person | None:
        """Keep the password that was chosen; None when the token is used, void or too old."""
        kept = {"password_hash": password_hash, "provisional": False}
        after = self._people.find_one_and_update(
            _invitation(token_hash, now), _update(kept), return_document=ReturnDocument.AFTER
        )
        if after is None:
            return None
        self.sign_out_everywhere(after["_id"])
        return _person(after)

    def _end_what_stood_on(self, login: str, changed: Mapping[str, Any]) -> None:
        if ENDING & changed.keys():
            self.sign_out_everywhere(login)


def _update(changed: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {"$set": dict(changed), "$inc": {"revision": 1}}
    if ENDING & changed.keys():
        kept |= {"$inc": {"revision": 1, "begun": 1}} | NO_INVITATION
    return kept


def _invitation(token_hash: str, now: datetime) -> dict[str, Any]:
    return {"invitation.hash": token_hash, "invitation.ends": {"$gt": now}, "active": True}


def _document(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "role": person.role,
        "stores": sorted(person.stores),
        "language": person.language,
        "active": person.active,
    }


def _person(found: dict[str, Any]) -> Person:
    return Person(
        login=found["_id"],
        name=found["name"],
        role=found["role"],
        stores=frozenset(found["stores"]),
        language=found["language"],
        active=found["active"],
        provisional=found.get("provisional", False),
        second_factor="totp" in found,
        invited="invitation" in found,
        invited_by=found.get("invitation", {}).get("invited_by"),
        revision=found.get("revision", 1),
        begun=found.get("begun", 0),
    )
