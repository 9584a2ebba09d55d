"""Tidying up once a day, by any replica of a service; and what would go, to look at first."""

from datetime import datetime, timedelta
from typing import Any

import structlog

from common.bus.doing import does, every
from common.bus.due import Work
from common.bus.requests import serves
from common.contracts import erasing
from common.errors import Unavailable
from common.retaining import RETAIN, Periods

log = structlog.get_logger(__name__)

ANY = "*"
LOOK_SECONDS = 600.0
AT_ONCE_MORE = timedelta(seconds=1)
AWAY_FOR_NOW = timedelta(minutes=1)


class RetentionCalls:
    """For every service class to inherit; it needs ``letting_go``, ``by`` and ``now``, and says
    what ``_periods`` count and what is ``_held``.
    """

    letting_go: Any
    by: Any
    now: Any
    _periods: Any

    @serves(erasing.preview_retention(ANY))
    def preview_retention(self) -> dict[str, Any]:
        """Say what would go if it were tidied up now, in the stores of who asks."""
        stores = None if self.by.everywhere else self.by.stores
        periods, now = self._periods(), self.now()
        classes = self.letting_go.preview(periods, now, stores, self._held())
        return {"classes": [*classes, *self._beside(periods, now, stores)]}

    @every(LOOK_SECONDS)
    def plan_retention(self) -> None:
        self.letting_go.plan(self.now())

    @does(RETAIN)
    def retain(self, work: Work) -> timedelta | None:
        """Let go of what has had its time (PV-07, PV-10, PV-12)."""
        try:
            periods, now = self._periods(), self.now()
            counts, whole = self.letting_go.tidy(periods, now, self._held())
            self._retain_beside(periods, now)
        except Unavailable:
            return AWAY_FOR_NOW
        log.info("what had its time was let go of", counts=counts)
        return None if whole else AT_ONCE_MORE

    def _held(self) -> dict[str, Any]:
        """Return what documents must not be touched by, whatever their age."""
        return {}

    def _beside(
        self, periods: Periods, now: datetime, stores: frozenset[str] | None
    ) -> list[dict[str, Any]]:
        """Return what else would go."""
        return []

    def _retain_beside(self, periods: Periods, now: datetime) -> None:
        """Let go of what is no document by itself."""
