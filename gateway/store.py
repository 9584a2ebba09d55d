"""What the gateway keeps of people: log-ins, tokens and sessions (database ``gateway``)."""

from datetime import datetime
from typing import Any

from pymongo.database import Database

from gateway.people import Person


class GatewayStore:
    """The gateway's own database; documents stay in here."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self.database = database
        self._people = database["people"]
        self._tokens = database["tokens"]
        self._sessions = database["sessions"]

    def ensure_indexes(self) -> None:
        for short_lived in (self._tokens, self._sessions):
            short_lived.create_index("expires_at", expireAfterSeconds=0)
            short_lived.create_index("login")

    def ping(self) -> bool:
        return bool(self.database.command("ping"))

    # --- people

    def person(self, login: str) -> Person | None:
        found = self._people.find_one({"_id": login})
        return _person(found) if found else None

    def credentials(self, login: str) -> tuple[Person, str] | None:
        """Return the person with that log-in and their password hash."""
        found = self._people.find_one({"_id": login})
        return (_person(found), found["password_hash"]) if found else None

    def people(self) -> list[Person]:
        return [_person(found) for found in self._people.find().sort("_id")]

    def keep_person(self, person: Person, password_hash: str | None = None) -> None:
        """Create or update *person*; a new password ends what was begun with the old one."""
        kept: dict[str, Any] = {
            "name": person.name,
            "role": person.role,
            "stores": sorted(person.stores),
            "language": person.language,
            "active": person.active,
        }
        if password_hash is not None:
            kept["password_hash"] = password_hash
        self._people.update_one({"_id": person.login}, {"$set": kept}, upsert=True)
        if password_hash is not None or not person.active:
            self.sign_out_everywhere(person.login)

    def sign_out_everywhere(self, login: str) -> None:
        self._tokens.delete_many({"login": login})
        self._sessions.delete_many({"login": login})

    # --- tokens

    def keep_token(self, id_: str, login: str, expires_at: datetime) -> None:
        self._tokens.insert_one({"_id": id_, "login": login, "expires_at": expires_at})

    def bearer(self, token_id: str, now: datetime) -> Person | None:
        """Return whose token that is, None when it has expired or was revoked."""
        found = self._tokens.find_one({"_id": token_id, "expires_at": {"$gt": now}})
        return self.person(found["login"]) if found else None

    def drop_token(self, token_id: str) -> None:
        self._tokens.delete_one({"_id": token_id})

    # --- sessions

    def session(self, id_: str, now: datetime) -> dict[str, Any] | None:
        found = self._sessions.find_one({"_id": id_, "expires_at": {"$gt": now}})
        return found["values"] if found else None

    def keep_session(
        self, id_: str, login: str | None, values: dict[str, Any], expires_at: datetime
    ) -> None:
        kept = {"login": login, "values": values, "expires_at": expires_at}
        self._sessions.update_one({"_id": id_}, {"$set": kept}, upsert=True)

    def drop_session(self, id_: str) -> None:
        self._sessions.delete_one({"_id": id_})


def _person(found: dict[str, Any]) -> Person:
    return Person(
        login=found["_id"],
        name=found["name"],
        role=found["role"],
        stores=frozenset(found["stores"]),
        language=found["language"],
        active=found["active"],
    )
