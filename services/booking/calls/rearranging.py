"""The rest of a series, from one visit on: cancelled or moved, each visit under its own policy."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from common.bus.requests import serves
from common.contracts.booking.series import CANCEL_SERIES, MOVE_SERIES
from common.errors import SlipboardError, Stale
from services.booking.calls.recurring import told_report
from services.booking.domain import (
    availability,
    bookings,
    lifecycle,
    penalties,
    recurring,
    series,
)
from services.booking.domain.bookings import Booking
from services.booking.domain.series import (
    BOOKED,
    CANCELLED,
    CONFLICT,
    FREE,
    KEPT,
    MOVED,
    PLANNED,
    Look,
    Occurrence,
    Series,
)
from services.booking.domain.stores import Store as Shop
from services.booking.places import TRIES
from services.booking.store import Collision
from services.booking.store.bookings import Change


class RearrangingCalls:
    """For the service class to inherit, which brings what ``RecurringCalls`` needs and has."""

    store: Any
    now: Any
    by: Any
    _moved: Any
    _announce: Any
    _missed_before: Any
    cancel: Any
    _bookings_of: Any
    _found_series: Any
    _looks: Any

    @serves(CANCEL_SERIES)
    def cancel_series(
        self, series_id: str, number: int, if_revision: int | None, reason: str, reason_code: str
    ) -> dict[str, Any]:
        """Cancel visit *number* and those that follow; asked again, it does what is left."""
        shop, found = self._found_series(series_id)
        series.check_revision(found, if_revision)
        # First nothing new is booked, then what is booked is let go.
        off = [
            one if one.state == BOOKED else replace(one, state=CANCELLED)
            for one in found.from_(number)
        ]
        after = series.changed(found, off, "cancel", self.now(), self.by, reason)
        self.store.change_series(found, after)
        known = self._bookings_of(found)
        lines = []
        for one in off:
            id_ = series.booking_id(found.id, one.number)
            if one.state == BOOKED:
                state, code = self._let_go(known[id_], reason_code, reason)
                one = replace(one, state=state, code=code)
            lines.append(series.line(shop, one, id_ if id_ in known else None))
        return told_report(found.id, lines, saved=True)

    @serves(MOVE_SERIES)
    def move_series(
        self,
        series_id: str,
        number: int,
        if_revision: int | None,
        reason: str,
        start: datetime,
        skip_conflicts: bool,
        dry_run: bool,
    ) -> dict[str, Any]:
        """Move visit *number* to *start* and those that follow by as many days, to that hour."""
        shop, found = self._found_series(series_id)
        series.check_revision(found, if_revision)
        known = self._bookings_of(found)
        for _ in range(TRIES):
            seen, kept = self._seen_moved(shop, found, known, number, start, skip_conflicts)
            if dry_run:
                lines = _lines(shop, found, known, seen, kept, FREE)
                return told_report(found.id, lines)
            lines = _lines(shop, found, known, seen, kept, MOVED)
            conflicts = [look for look in seen if look.state == CONFLICT]
            if conflicts and not skip_conflicts:
                raise series.refusal(_lines(shop, found, known, seen, kept, FREE))
            try:
                self._keep_moved(shop, found, known, seen, reason)
            except Collision:
                wanted = [
                    claim
                    for look in seen
                    for claim in availability.claims_of(look.chosen or [], look.start)
                ]
                self.store.let_go_of_expired(shop.id, wanted, self.now())
                continue
            return told_report(found.id, lines, saved=True)
        raise series.refusal(lines)

    def _let_go(self, booking: Booking, reason_code: str, reason: str) -> tuple[str, str | None]:
        """Cancel one visit; return what became of it, and the code where it was refused."""
        if booking.status == "cancelled":
            return CANCELLED, None
        try:
            self.cancel(
                booking_id=booking.id, reason_code=reason_code, if_revision=None, reason=reason
            )
        except SlipboardError as error:
            return KEPT, error.code
        return CANCELLED, None

    def _seen_moved(
        self,
        shop: Shop,
        found: Series,
        known: dict[str, Booking],
        number: int,
        start: datetime,
        skip_conflicts: bool,
    ) -> tuple[list[Look], list[Occurrence]]:
        """Look at the new places: each may have what those that move as well let go of.

        Where conflicts are skipped they stay where they are, and are in the others' way.
        """
        goes, kept = self._movable(shop, found, known, number)
        starts = _new_starts(shop, found, known, goes, number, start)
        items = shop.chosen(list(found.items), found.staff)
        staying: dict[int, Look] = {}
        while True:
            moving = {n: at for n, at in starts.items() if n not in staying}
            but = [series.booking_id(found.id, n) for n in moving]
            looks = self._looks(shop, items, moving, found.facts["channel"], but)
            firm = {x.number for x in goes if series.booking_id(found.id, x.number) in known}
            seen = [replace(look, firm=look.number in firm) for look in looks]
            conflicts = {look.number: look for look in seen if look.state == CONFLICT}
            if not (conflicts and skip_conflicts):
                whole = [*seen, *staying.values()]
                return sorted(whole, key=lambda look: look.number), kept
            staying |= conflicts

    def _movable(
        self, shop: Shop, found: Series, known: dict[str, Booking], number: int
    ) -> tuple[list[Occurrence], list[Occurrence]]:
        """Return which of the rest can move, and which stay, with the code of why."""
        goes, kept = [], []
        for one in found.from_(number):
            booking = known.get(series.booking_id(found.id, one.number))
            try:
                if booking:
                    self._late(shop, booking)
                    if tuple(item["code"] for item in booking.items) != found.items:
                        raise Stale(revision=booking.revision)  # it has gone its own way
                elif one.state == CANCELLED:
                    raise lifecycle.refused(CANCELLED, "reschedule")
                goes.append(one)
            except SlipboardError as error:
                kept.append(replace(one, state=KEPT, code=error.code))
        return goes, kept

    def _late(self, shop: Shop, booking: Booking) -> bool:
        """Say whether moving *booking* is late.

        Raises:
            IllegalTransition, ChangeWindowPassed: it cannot move, or not by who asks.
        """
        lifecycle.after(booking.status, "reschedule")
        policy = shop.policies[booking.policy_version]
        may = "bookings:late" in self.by.may
        return bool(booking.claims) and policy.check_change(booking.start, self.now(), may)

    def _keep_moved(
        self, shop: Shop, found: Series, known: dict[str, Booking], seen: list[Look], reason: str
    ) -> None:
        """Move all that can be had in one go, those in front first, and plan what is far off.

        Raises:
            Collision: somebody else took one of the places; nothing has moved.
            Stale: the series or a booking has changed meanwhile.
        """
        now = self.now()
        moved = [look for look in seen if look.state != CONFLICT]
        changes, off = [], []
        for look in moved:
            booking = known.get(series.booking_id(found.id, look.number))
            if booking and look.chosen is not None:
                changes.append(self._visit_moved(shop, found, booking, look, now, reason))
            else:
                off.append(replace(look.occurrence(), state=PLANNED))
        told = [look.occurrence() for look in moved if look.number not in {x.number for x in off}]
        after = series.changed(found, [*told, *off], "move", now, self.by, reason)
        if at := series.next_look(shop, after):
            self.store.plan_look(after, at)
        self.store.change_series(found, after, _in_turn(changes))
        for change in changes:
            self._announce(shop, change, now)

    def _visit_moved(
        self, shop: Shop, found: Series, before: Booking, look: Look, now: datetime, reason: str
    ) -> Change:
        policy = shop.policies[before.policy_version]
        assert look.chosen is not None
        items = shop.chosen(list(found.items), found.staff)
        late, missed = self._late(shop, before), self._missed_before(shop, before)
        after = bookings.rescheduled(shop, before, items, look.start, look.chosen, now, late)
        after = penalties.with_penalty(after, before, policy, penalties.CHANGE, now, missed)
        return self._moved("reschedule", shop, before, after, now, reason)


def _in_turn(changes: Iterable[Change]) -> list[Change]:
    """Return *changes* so that none moves into a place that another has still to leave."""
    ordered = sorted(changes, key=lambda change: change[0].start)
    later = bool(ordered) and ordered[0][1].start > ordered[0][0].start
    return ordered[::-1] if later else ordered


def _new_starts(
    shop: Shop,
    found: Series,
    known: dict[str, Booking],
    goes: list[Occurrence],
    number: int,
    start: datetime,
) -> dict[int, datetime]:
    def stands(one: Occurrence) -> datetime:
        booking = known.get(series.booking_id(found.id, one.number))
        return booking.start if booking else one.start

    first = next(one for one in found.occurrences if one.number == number)
    wished = shop.local(start)
    days = wished.date() - shop.local(stands(first)).date()
    at = wished.time()
    return {x.number: recurring.moved(stands(x), days, at, shop.zone).astimezone(UTC) for x in goes}


def _lines(
    shop: Shop,
    found: Series,
    known: dict[str, Booking],
    seen: list[Look],
    kept: list[Occurrence],
    free_becomes: str,
) -> list[dict[str, Any]]:
    looked = [look.occurrence(free_becomes) for look in seen]
    lines = []
    for one in sorted([*looked, *kept], key=lambda one: one.number):
        id_ = series.booking_id(found.id, one.number)
        lines.append(series.line(shop, one, id_ if id_ in known else None))
    return lines
