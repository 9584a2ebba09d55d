"""The calls about persons that every service answers, and the store behind them."""

from datetime import datetime
from typing import Any

from common.bus.dead_letters import Dead
from common.bus.requests import serves
from common.contracts import erasing

ANY = "*"


class PersonCalls:
    """For every service class to inherit; it needs ``persons`` and ``by``."""

    dead_letters = Dead()
    persons: Any
    by: Any

    @serves(erasing.erase_person(ANY))
    def erase_person(self, customer_id: str, erased_at: datetime) -> dict[str, Any]:
        """Take out whatever names a person; done again it is harmless (PV-07)."""
        return {"counts": self._person_erased(customer_id, erased_at)}

    @serves(erasing.count_person(ANY))
    def count_person(self, customer_id: str) -> dict[str, Any]:
        """Count what is there of a person in the stores of who asks."""
        return {"counts": self.persons.count(customer_id, self._stores_asked())}

    @serves(erasing.export_person(ANY))
    def export_person(self, customer_id: str, after: str | None, limit: int) -> dict[str, Any]:
        """Tell a page of what is there of a person in the stores of who asks."""
        items, next_after = self.persons.page(customer_id, self._stores_asked(), after, limit)
        return {"items": items, "next_after": next_after}

    @serves(erasing.tombstones(ANY))
    def tombstones(self, after: str | None, limit: int) -> dict[str, Any]:
        """Say whom this service has erased, and when."""
        page = list(self.persons.tombstones.every(after, limit))
        stones = [{"customer_id": id, "erased_at": at.isoformat()} for id, at in page]
        return {
            "tombstones": stones,
            "next_after": page[-1][0] if len(page) == limit else None,
        }

    def _person_erased(self, customer_id: str, erased_at: datetime) -> dict[str, int]:
        """Take a person out of the database and of what lies dead in the broker; count both."""
        counts: dict[str, int] = self.persons.erase(customer_id, erased_at)
        dead = self.dead_letters.forget(customer_id, erased_at)
        return {**counts, "dead_letters": dead} if dead else counts

    def _stores_asked(self) -> frozenset[str] | None:
        return None if self.by.everywhere else self.by.stores
