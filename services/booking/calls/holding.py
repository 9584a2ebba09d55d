"""Holding a place for a few minutes: the calls."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from common.bus.requests import serves
from common.contracts import booking as contract
from services.booking.domain import holds, telling
from services.booking.domain.bookings import Chosen
from services.booking.domain.holds import Hold
from services.booking.domain.requests import channel_of, fingerprint, id_of
from services.booking.domain.stores import Store as Shop
from services.booking.places import Places
from services.booking.repeats import once


class HoldingCalls:
    """For the service class to inherit, which brings ``store``, ``now``, ``by`` and ``_shop``."""

    store: Any
    now: Any
    by: Any
    _shop: Any

    @serves(contract.HOLD)
    def hold(self, idempotency_key: str | None, **asked: Any) -> dict[str, Any]:
        id_, request_hash = id_of(self.by.id, idempotency_key, "h"), fingerprint(asked)
        hold, replayed = once(
            partial(self._hold, id_, request_hash, **asked),
            partial(self.store.hold_as_asked, id_) if idempotency_key else None,
            request_hash,
            there=partial(self.store.is_there, id_),
        )
        return {"hold": self._told(hold), "replayed": replayed}

    @serves(contract.GET_HOLD)
    def get_hold(self, hold_id: str) -> dict[str, Any]:
        return self._told(self._found_hold(hold_id))

    @serves(contract.EXTEND_HOLD)
    def extend_hold(self, hold_id: str) -> dict[str, Any]:
        before = self._found_hold(hold_id)
        after = holds.extended(before, self.now())
        self.store.change_hold(before, after)
        return self._told(after)

    @serves(contract.RELEASE_HOLD)
    def release_hold(self, hold_id: str) -> dict[str, Any]:
        """Let go of a place; one that is gone already stays gone."""
        before = self._found_hold(hold_id)
        after = holds.released(before)
        if after is not before:
            self.store.change_hold(before, after)
            self.store.plan_handing_out(before.store_id, before.id, self.now())
        return self._told(after)

    def _hold(
        self,
        id_: str,
        request_hash: str,
        store_id: str,
        items: list[str],
        start: datetime,
        channel: str,
        ttl_seconds: int,
        staff: str | None = None,
    ) -> Hold:
        shop, now, channel = self._shop(store_id), self.now(), channel_of(self.by, channel)
        wished, start = shop.chosen(items, staff), start.astimezone(UTC)
        places = Places(self.store, now, channel)
        places.check(shop, wished, start)

        def keep(chosen: Chosen) -> Hold:
            hold = holds.held(
                shop,
                wished,
                start,
                chosen,
                now,
                timedelta(seconds=ttl_seconds),
                id=id_,
                staff=staff,
                channel=channel,
                created_by=self.by.as_json(),
            )
            self.store.insert_hold(hold, request_hash)
            return hold

        return places.claim(shop, wished, start, keep)

    def _found_hold(self, hold_id: str) -> Hold:
        hold: Hold = self.store.hold(hold_id)
        holds.check_may_use(self.by, hold)
        return hold

    def _told(self, hold: Hold) -> dict[str, Any]:
        shop: Shop = self.store.store(hold.store_id)
        return telling.hold_as_read(shop, hold, self.now())
