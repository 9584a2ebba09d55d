"""What the gateway keeps: people, tokens and sessions (database ``gateway``)."""

from typing import Any

from pymongo.database import Database

from gateway.identity.factors_kept import FactorsKept
from gateway.identity.people_kept import PeopleKept


class GatewayStore(PeopleKept, FactorsKept):
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
        self._people.create_index("stores")
        self._people.create_index("invitation.hash", sparse=True)

    def ping(self) -> bool:
        return bool(self.database.command("ping"))
