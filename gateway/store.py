"""What the gateway keeps: people, partners, tokens and sessions (database ``gateway``)."""

from typing import Any

from pymongo.database import Database

from gateway.identity.factors_kept import FactorsKept
from gateway.identity.people_kept import PeopleKept
from gateway.partners import LONG_AGO, Partner


class GatewayStore(PeopleKept, FactorsKept):
    """The gateway's own database; documents stay in here."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self.database = database
        self._people = database["people"]
        self._partners = database["partners"]
        self._tokens = database["tokens"]
        self._sessions = database["sessions"]

    def ensure_indexes(self) -> None:
        for short_lived in (self._tokens, self._sessions):
            short_lived.create_index("expires_at", expireAfterSeconds=0)
            short_lived.create_index("login")
        self._people.create_index("stores")
        self._people.create_index("invitation.hash", sparse=True)

    def ping(self) -> bool:
        return bool(self.database.command("ping"))

    # --- partners

    def partner(self, id_: str) -> Partner | None:
        found = self._partners.find_one({"_id": id_})
        return _partner(found) if found else None

    def keep_partner(self, partner: Partner) -> None:
        kept = {
            "name": partner.name,
            "key_hash": partner.key_hash,
            "scopes": list(partner.scopes),
            "stores": sorted(partner.stores),
            "agreement_until": partner.agreement_until and partner.agreement_until.isoformat(),
            "agreement_stated_at": partner.agreement_stated_at,
            "active": partner.active,
        }
        self._partners.update_one({"_id": partner.id}, {"$set": kept}, upsert=True)

    def revoke_key(self, id_: str) -> bool:
        """Let that partner in no more; False when there is none."""
        return (
            self._partners.update_one({"_id": id_}, {"$set": {"active": False}}).matched_count > 0
        )


def _partner(found: dict[str, Any]) -> Partner:
    return Partner.of(
        found["_id"],
        name=found["name"],
        key_hash=found["key_hash"],
        scopes=found["scopes"],
        stores=found["stores"],
        agreement_until=found["agreement_until"],
        agreement_stated_at=found.get("agreement_stated_at", LONG_AGO),
        active=found["active"],
    )
