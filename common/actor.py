"""Who acts: a person, a partner, a customer or a service, with what they may do and where."""

from dataclasses import dataclass
from typing import Any

from common.errors import Forbidden, NotFound

ALL_STORES = "*"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, a partner, a customer or a service, with what they may do and where.

    ``stores`` holds store ids, or ``*`` for every store.  ``may`` holds permissions as
    ``bookings:write``.
    """

    id: str
    kind: str
    stores: frozenset[str] = frozenset()
    may: frozenset[str] = frozenset()
    role: str = ""
    correlation_id: str = ""

    @property
    def everywhere(self) -> bool:
        return ALL_STORES in self.stores

    def sees(self, store_id: str) -> bool:
        return self.everywhere or store_id in self.stores

    def must_see(self, store_id: str) -> None:
        """Raise NotFound for somebody else's store: what is not yours is not there."""
        if not self.sees(store_id):
            raise NotFound(what="store", id=store_id)

    def must(self, permission: str) -> None:
        if permission not in self.may:
            raise Forbidden(needs=permission)

    def as_json(self) -> dict[str, Any]:
        return {"id": self.id, "kind": self.kind, "role": self.role}
