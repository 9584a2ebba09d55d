"""Forgetting whom followup has told to be erased; its call asks for the same, with counts."""

from typing import Any

from common.bus.hearing import hears
from common.contracts import followup
from common.contracts.base import Told


class Forgetting:
    """For the service class to inherit, which brings ``persons``."""

    persons: Any

    @hears(followup.CustomerErased)
    def forget(self, told: Told) -> None:
        """Take out whoever is forgotten, and send them nothing more (PV-07)."""
        self.persons.erase(told.data["customer_id"], told.data["erased_at"])
