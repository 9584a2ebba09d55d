"""What people have begun: sessions at a browser and tokens of programs, by their keyed hashes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pymongo.collection import Collection

from gateway.identity.owing import BROWSER, TOKEN
from gateway.identity.whereabouts import Whereabouts

SEEN = timedelta(minutes=1)
"""How old ``last_seen`` may be."""
SINCE, REFRESHED, KIND, BEGUN = "_since", "_refreshed", "_kind", "_begun"
"""What a session knows of itself."""

NO_INVITATION: dict[str, Any] = {"$unset": {"invitation": ""}}
"""An invitation opens a session to come, and ends with those that are open."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """One session or token: ``kind`` is ``browser``, ``single_sign_on`` or ``token``."""

    id: str
    kind: str
    device: str
    address: str
    since: datetime
    last_seen: datetime
    expires_at: datetime


class SignedIn:
    """The part of the gateway's store that is about sessions and tokens."""

    _people: Collection[dict[str, Any]]
    _tokens: Collection[dict[str, Any]]
    _sessions: Collection[dict[str, Any]]

    def sign_ins(self, login: str, now: datetime) -> list[SignIn]:
        """Return where that person is signed in, the latest first."""
        alive = {"login": login, "expires_at": {"$gt": now}}
        found = [*map(_session, self._sessions.find(alive)), *map(_token, self._tokens.find(alive))]
        return sorted(found, key=lambda one: one.since, reverse=True)

    def end_sign_in(self, login: str, id_: str) -> bool:
        """End one session or token of that person; False when there is none of that id."""
        return any(
            kept.delete_one({"_id": id_, "login": login}).deleted_count for kept in self._kinds()
        )

    def end_other_sign_ins(self, login: str, but: str) -> None:
        """End whatever that person has begun, except what has the id *but*."""
        self._people.update_one({"_id": login}, NO_INVITATION)
        for kept in self._kinds():
            kept.delete_many({"login": login, "_id": {"$ne": but}})

    def sign_out_everywhere(self, login: str) -> None:
        for kept in self._kinds():
            kept.delete_many({"login": login})

    # --- tokens

    def keep_token(
        self,
        id_: str,
        login: str,
        expires_at: datetime,
        *,
        begun: int,
        now: datetime,
        at: Whereabouts,
    ) -> None:
        self._tokens.insert_one(
            {
                "_id": id_,
                "login": login,
                "begun": begun,
                "since": now,
                "seen": now,
                "device": at.device,
                "address": at.address,
                "expires_at": expires_at,
            }
        )

    def token(self, id_: str, now: datetime) -> tuple[str, int] | None:
        """Return whose token that is and what it counts to; None when it is over."""
        found = self._tokens.find_one({"_id": id_, "expires_at": {"$gt": now}})
        if found is None:
            return None
        if now - found["seen"] > SEEN:
            self._tokens.update_one({"_id": id_}, {"$set": {"seen": now}})
        return found["login"], found["begun"]

    def drop_token(self, token_id: str) -> None:
        self._tokens.delete_one({"_id": token_id})

    # --- sessions

    def session(self, id_: str, now: datetime) -> dict[str, Any] | None:
        found = self._sessions.find_one({"_id": id_, "expires_at": {"$gt": now}})
        return found["values"] if found else None

    def keep_session(
        self,
        id_: str,
        login: str | None,
        values: dict[str, Any],
        expires_at: datetime,
        *,
        new: bool = True,
    ) -> None:
        """Keep a session; one that is not *new* stays ended if it was ended meanwhile."""
        kept = {"login": login, "values": values, "expires_at": expires_at}
        self._sessions.update_one({"_id": id_}, {"$set": kept}, upsert=new)

    def drop_session(self, id_: str) -> None:
        self._sessions.delete_one({"_id": id_})

    def _kinds(self) -> Iterator[Collection[dict[str, Any]]]:
        yield self._sessions
        yield self._tokens


def _session(found: dict[str, Any]) -> SignIn:
    values = found["values"]
    at = Whereabouts.of_session(values)
    return SignIn(
        found["_id"],
        values.get(KIND, BROWSER),
        at.device,
        at.address,
        datetime.fromisoformat(values[SINCE]),
        datetime.fromisoformat(values[REFRESHED]),
        found["expires_at"],
    )


def _token(found: dict[str, Any]) -> SignIn:
    return SignIn(
        found["_id"],
        TOKEN,
        found["device"],
        found["address"],
        found["since"],
        found["seen"],
        found["expires_at"],
    )
