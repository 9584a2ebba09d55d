"""What the clock does by itself: who has not come is a no-show, and what is old is forgotten."""

from datetime import datetime, timedelta
from typing import Any

from common.bus.doing import does
from common.bus.due import DueWork, Work
from common.context import service_actor
from common.contracts.booking import SERVICE
from common.errors import NotFound, Stale
from services.booking.configuring import WATCH, looking_after
from services.booking.domain import slips

EVERY = timedelta(minutes=5)
BACK = timedelta(days=1)


def plan_looks(due: DueWork, store_id: str, now: datetime) -> None:
    """Have somebody look after *store_id* from *now* on."""
    for piece in looking_after(store_id, now):
        due.plan(**vars(piece))


class WatchingWork:
    """For the service class to inherit, which brings ``store``, ``now``, ``_keep`` and
    ``_missed_before``."""

    store: Any
    now: Any
    by: Any
    _keep: Any
    _missed_before: Any

    @does(WATCH)
    def watch(self, work: Work) -> datetime | None:
        """Note one store's no-shows, forget its old entries; look again in five minutes (NS-01)."""
        now, store_id = self.now(), work.subject["store_id"]
        try:
            shop = self.store.store(store_id)
        except NotFound:
            return None
        self.by = service_actor(SERVICE, correlation_id=work.id)
        for booking in self.store.awaited(store_id, work.at - BACK, now):
            if now >= slips.no_show_at(shop, booking):
                missed = slips.missed(shop, booking, now, self._missed_before(shop, booking))
                try:
                    self._keep("no_show", shop, booking, missed, now, "")
                except Stale:
                    continue  # somebody moved it meanwhile, and knows better
        self.store.forget_entries(store_id, now)
        return now + EVERY
