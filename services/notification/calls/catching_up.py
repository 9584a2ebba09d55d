"""Catching up: each store's numbered list, written as facts are heard, read by partners."""

from typing import Any

import structlog

from common import clock
from common.bus.doing import every
from common.bus.hearing import hears
from common.bus.requests import serves
from common.contracts.base import Told
from common.contracts.booking import BookingNoted
from common.contracts.notification import feed as contract
from common.mongo import is_away
from services.notification.domain.webhooks import feed
from services.notification.domain.webhooks.feed import EVERYBODY, Bounds, Entry

log = structlog.get_logger(__name__)

PARTNER = "partner"
NUMBER_SECONDS = 1.0
FORGET_SECONDS = 3600.0


class CatchingUp:
    """For the service class to inherit."""

    webhooks: Any
    courier: Any
    by: Any

    @hears(BookingNoted)
    def list_for_partner(self, told: Told) -> None:
        """List what the store noted of a partner's booking, so that it misses no revision."""
        if told.data["partner_id"] is not None:
            self.webhooks.list_fact(feed.entry_of(told))

    @serves(contract.READ_EVENTS)
    def read_events(
        self, store_id: str, after: int | None, limit: int, agreed: bool
    ) -> dict[str, Any]:
        """Return what happened in a store after a number: nothing is ever added before it."""
        self.by.must_see(store_id)
        self.webhooks.number(store_id, self._tell_followers)
        bounds: Bounds = self.webhooks.bounds(store_id)
        start = feed.start_after(bounds, after)
        end = min(start + limit, bounds.last)
        page: list[Entry] = self.webhooks.entries(store_id, start, end)
        if not feed.is_whole(page, start, end):
            raise feed.gone(self.webhooks.bounds(store_id))
        return {
            "store_id": store_id,
            "events": self._as_seen(page, agreed),
            "oldest": bounds.oldest,
            "last": bounds.last,
            "next_after": end,
        }

    @every(NUMBER_SECONDS)
    def number_what_waits(self) -> None:
        for store_id in self.webhooks.stores_that_wait():
            self.webhooks.number(store_id, self._tell_followers)

    @every(FORGET_SECONDS)
    def forget_old_events(self) -> None:
        for store_id in self.webhooks.numbered_stores():
            self.webhooks.forget_old(store_id, clock.real())

    def _tell_followers(self, store_id: str, event_ids: list[str]) -> None:
        """Tell those who follow a store's free time: a hint, for which the list does not wait."""
        try:
            self.courier.tell_of_change(store_id, event_ids)
        except Exception as error:
            if is_away(error):
                raise
            log.exception("nobody was told that free time changed", store_id=store_id)

    def _as_seen(self, page: list[Entry], agreed: bool) -> list[dict[str, Any]]:
        reader = self.by.id if self.by.kind == PARTNER else EVERYBODY
        mine = [one for one in page if feed.is_own(one, reader)]
        named = {one.booking_id for one in mine} if reader and agreed else set()
        customers = self.webhooks.customers(named)
        return [
            feed.own(one, customers.get(one.booking_id))
            if feed.is_own(one, reader)
            else feed.somebody_elses(one)
            for one in page
        ]
