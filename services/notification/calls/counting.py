"""Whom a broadcast is for: written down a page at a time, and then shown."""

from common.bus.doing import does
from common.bus.due import Work
from common.errors import Stale
from services.notification.broadcaster import LIST
from services.notification.calls.broadcasting import Broadcasting
from services.notification.domain.broadcasts import audience
from services.notification.domain.broadcasts.broadcast import COUNTING, Broadcast

A_PAGE = 500
"""So many bookings are read for recipients at once."""
PAGES = 8
"""So many pages are written down before others have their turn."""


class Counting(Broadcasting):
    """For the service class to inherit."""

    @does(LIST)
    def list_audience(self, work: Work) -> None:
        """Write down more of the recipients, unless the broadcast has moved on.

        Done twice it is the same pages: each person is written down once.  The first page
        forgets whom earlier previews counted.
        """
        of = self.store.broadcast(work.subject["broadcast_id"])
        listing, after = work.subject["listing"], work.subject["after"]
        if after is None:
            self.store.forget_recipients(of.id, listing)
        if of.state == COUNTING and of.listing == listing:
            self._count(of, after)

    def _count(self, of: Broadcast, after: str | None) -> Broadcast:
        """Write down who comes *after* a customer; return *of* previewed, if these are the last."""
        stores, window = [place.store_id for place in of.places], audience.window(of)
        for _ in range(PAGES):
            people, after = self.store.audience_page(stores, window, after, A_PAGE)
            self.store.list_recipients(of, people)
            if after is None:
                return self._previewed(of)
        self.broadcaster.plan_page(of, after)
        return of

    def _previewed(self, of: Broadcast) -> Broadcast:
        spent = self.store.spending_of(of.places, self.now())
        after = audience.previewed(of, self.store.crowds(of.recipients), spent)
        try:
            self.store.keep_broadcast(of, after)
        except Stale:  # somebody has shown it already, or moved it on
            after = self.store.broadcast(of.id)
        return after
