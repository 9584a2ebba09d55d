"""Visits that come again: looked at before they are saved, booked all at once, read and listed."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from random import SystemRandom
from typing import Any

from common import privacy
from common.bus.doing import does
from common.bus.due import Work
from common.bus.requests import serves
from common.consents import dated
from common.context import service_actor
from common.contracts import booking as contract
from common.contracts.booking.series import CREATE_SERIES, GET_SERIES, LIST_SERIES
from common.errors import Invalid, NotFound, Stale
from services.booking.documents import cursor_of
from services.booking.domain import (
    availability,
    bookings,
    explaining,
    recurring,
    series,
    shop_telling,
)
from services.booking.domain.bookings import Booking, Chosen
from services.booking.domain.quotas import Asker
from services.booking.domain.requests import Wish, fingerprint, id_of, number_of, partner_of
from services.booking.domain.series import BOOKED, CONFLICT, FREE, PLANNED, Look, Occurrence, Series
from services.booking.domain.stores import Item
from services.booking.domain.stores import Store as Shop
from services.booking.places import ALTERNATIVES, TRIES, Places
from services.booking.repeats import once
from services.booking.store import Collision
from services.booking.store.bookings import Made
from services.booking.store.series import LOOK

CHANCE = SystemRandom()


class RecurringCalls:
    """For the service class to inherit, which brings ``store``, ``now``, ``by`` and ``_shop``."""

    store: Any
    now: Any
    by: Any
    _made: Any
    _announce_made: Any
    tell_series: Any
    _shop: Any

    @serves(CREATE_SERIES)
    def create_series(
        self, idempotency_key: str | None, dry_run: bool, **asked: Any
    ) -> dict[str, Any]:
        """Book a visit again and again, or only report what would come of it (features 16)."""
        shop = self._shop(asked["store_id"])
        counted = partial(self.store.had_words, shop)
        wish = Wish.of(asked, shop, self.by, privacy.customer_id, counted)
        rule = recurring.Rule.of(asked["rule"])
        instead = {n: at.astimezone(UTC) for n, at in asked["instead"].items()}
        starts = series.numbered(recurring.starts(rule, wish.start, shop.zone), instead)
        if dry_run:
            seen = self._looks(shop, wish.items, starts, wish.channel)
            return told_report(None, [series.line(shop, one.occurrence(FREE)) for one in seen])
        id_, request_hash = id_of(self.by.id, idempotency_key, "s"), fingerprint(asked)
        report, replayed = once(
            partial(self._save_series, id_, request_hash, shop, wish, starts, asked),
            partial(self.store.series_as_reported, id_) if idempotency_key else None,
            request_hash,
            there=partial(self.store.is_series_there, id_),
        )
        return told_report(id_, report, saved=True, replayed=replayed)

    @serves(GET_SERIES)
    def get_series(self, series_id: str) -> dict[str, Any]:
        return self._series_read(*self._found_series(series_id))

    @serves(LIST_SERIES)
    def list_series(
        self, store_id: str | None, customer_id: str | None, cursor: str | None, limit: int
    ) -> dict[str, Any]:
        if store_id:
            self._shop(store_id)
        seen = [store_id] if store_id else None if self.by.everywhere else sorted(self.by.stores)
        page = self.store.search_series(seen, customer_id, partner_of(self.by), cursor, limit + 1)
        here = page[:limit]
        return {
            "series": [self._series_read(self.store.store(x.store_id), x) for x in here],
            "next_cursor": cursor_of(here[-1].created_at, here[-1].id) if page[limit:] else None,
        }

    @does(LOOK)
    def book_ahead(self, work: Work) -> datetime | None:
        """Book the planned visits whose time has come, each once; say when to look again."""
        self.by = service_actor(contract.SERVICE, correlation_id=work.id)
        try:
            found = self.store.series(work.subject["series_id"])
        except NotFound:
            return None  # it was never saved
        shop, now = self.store.store(found.store_id), self.now()
        horizon = shop.notice(found.facts["channel"], []).horizon
        for one in found.occurrences:
            if one.state == PLANNED and one.start - horizon <= now:
                found = self._booked_ahead(shop, found, one, now)
        return series.next_look(shop, found)

    def _save_series(
        self,
        id_: str,
        request_hash: str,
        shop: Shop,
        wish: Wish,
        starts: dict[int, datetime],
        asked: dict[str, Any],
    ) -> list[dict[str, Any]]:
        """Keep a series and book what is free: all at once, so that nothing is half done.

        Raises:
            SlotTaken, or what else stands in the way of all that cannot be had: there are such
                visits and they are not to be skipped, or it is all of them.
        """
        now = self.now()
        for _ in range(TRIES):
            seen = self._looks(shop, wish.items, starts, wish.channel)
            found = _new_series(id_, shop, wish, asked, seen, now, self.by)
            made = [
                self._occasion(shop, found, wish.items, x.number, x.start, x.chosen, now)
                for x in seen
                if x.chosen is not None
            ]
            conflicts = [one for one in found.occurrences if one.state == CONFLICT]
            if conflicts and not (asked["skip_conflicts"] and len(conflicts) < len(seen)):
                break
            report = _report(shop, found)
            if at := series.next_look(shop, found):
                self.store.plan_look(found, at)
            try:
                self.store.insert_series(found, made, report, request_hash)
            except Collision:
                taken = [claim for booking, _, _ in made for claim in booking.claims]
                self.store.let_go_of_expired(shop.id, taken, now)
                continue
            for one in made:
                self._announce_made(shop, one, now)
            return report
        raise series.refusal([series.line(shop, look.occurrence(FREE)) for look in seen])

    def _booked_ahead(self, shop: Shop, found: Series, one: Occurrence, now: datetime) -> Series:
        """Book one visit whose time has come, or note what stands in its way and tell of it."""
        try:
            items = shop.chosen(list(found.items), found.staff)
            [seen] = self._looks(shop, items, {one.number: one.start}, found.facts["channel"])
        except Invalid:
            items, seen = [], Look(one.number, one.start, None, (series.NOT_OFFERED,))
        after = seen.occurrence()
        noted = series.changed(found, [after], after.state, now, self.by, "")
        made, events = [], []
        if seen.chosen is not None:
            made = [self._occasion(shop, found, items, one.number, one.start, seen.chosen, now)]
        elif after.state == CONFLICT:
            events = [series.conflict_event(noted, after, now, self.by)]
        try:
            self.store.change_series(found, noted, events=events, made=made)
        except Stale:
            return self.store.series(found.id)  # it is looked at again as it stands now
        except Collision:
            self.store.let_go_of_expired(shop.id, made[0][0].claims, now)
            return found  # somebody was faster: the next look will say
        self.tell_series(found.id, events)
        for occasion in made:
            self._announce_made(shop, occasion, now)
        return noted

    def _looks(
        self,
        shop: Shop,
        items: list[Item],
        starts: dict[int, datetime],
        channel: str,
        but: Iterable[str] = (),
    ) -> list[Look]:
        """Look at each start: the lanes it would have, or every rule that refuses it (SL-05)."""
        now = self.now()
        places, who = Places(self.store, now, channel), Asker(channel, now)
        wishes = {number: (shop, items, start) for number, start in starts.items()}
        around, seen = places.around(wishes, tuple(but)), []
        for number, start in sorted(starts.items()):
            busy = around[number]
            why = explaining.reasons(shop, items, start, channel, now, busy)
            if why:
                look = Look(number, start, None, tuple(why))
                if look.state == CONFLICT:
                    near = [(shop, slot) for slot in places.near(shop, items, start)[:ALTERNATIVES]]
                    others = tuple(shop_telling.slots_as_read(near, [])["slots"])
                    look = Look(number, start, None, tuple(why), others)
                seen.append(look)
                continue
            chosen = availability.choose_lanes(shop, items, busy, start, CHANCE, who)
            assert chosen is not None  # nothing refuses it
            busy.take(availability.claims_of(chosen, start))
            seen.append(Look(number, start, chosen))
        return seen

    def _occasion(
        self,
        shop: Shop,
        found: Series,
        items: list[Item],
        number: int,
        start: datetime,
        chosen: Chosen,
        now: datetime,
    ) -> Made:
        """Return the booking of one visit, with its history and its event."""
        facts = {
            **found.facts,
            "consents": dated(found.facts["consents"], found.created_at),
            "series_id": found.id,
            "series_number": number,
        }
        id_, drawn = series.booking_id(found.id, number), number_of(CHANCE)
        booking = bookings.booked(shop, items, start, chosen, now, id=id_, number=drawn, **facts)
        return self._made(shop, booking, now)

    def _found_series(self, series_id: str) -> tuple[Shop, Series]:
        found = self.store.series(series_id)
        series.check_may_see(self.by, found)
        return self.store.store(found.store_id), found

    def _bookings_of(self, found: Series) -> dict[str, Booking]:
        ids = [series.booking_id(found.id, one.number) for one in found.occurrences]
        known: dict[str, Booking] = self.store.bookings_by_id(ids)
        return known

    def _series_read(self, shop: Shop, found: Series) -> dict[str, Any]:
        return series.as_read(shop, found, self._bookings_of(found))


def told_report(
    series_id: str | None,
    occurrences: list[dict[str, Any]],
    saved: bool = False,
    replayed: bool = False,
) -> dict[str, Any]:
    return {
        "series_id": series_id,
        "saved": saved,
        "occurrences": occurrences,
        "replayed": replayed,
    }


def _new_series(
    id_: str,
    shop: Shop,
    wish: Wish,
    asked: dict[str, Any],
    seen: list[Look],
    now: datetime,
    by: Any,
) -> Series:
    until = asked["rule"]["until"]
    blank = Series(
        id=id_,
        revision=0,
        store_id=shop.id,
        items=tuple(item.code for item in wish.items),
        rule={**asked["rule"], "until": until.isoformat() if until else None},
        facts=wish.facts,
        occurrences=tuple(look.occurrence() for look in seen),
        history=(),
        created_at=now,
    )
    return series.changed(blank, blank.occurrences, "create", now, by, "")


def _report(shop: Shop, found: Series) -> list[dict[str, Any]]:
    return [
        series.line(
            shop, one, series.booking_id(found.id, one.number) if one.state == BOOKED else None
        )
        for one in found.occurrences
    ]
