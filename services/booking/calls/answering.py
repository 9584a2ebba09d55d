"""What customers say when they are called; who is expected; when somebody is there to call."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from common.bus.requests import serves
from common.contracts import booking as contract
from services.booking.documents import cause_of
from services.booking.domain import bookings, entrance, openings, slips, telling
from services.booking.domain.bookings import Booking
from services.booking.domain.stores import Store as Shop


class AnsweringCalls:
    """For the service class to inherit, which brings ``store``, ``by`` and the moves."""

    store: Any
    now: Any
    by: Any
    _shop: Any
    _found: Any
    _move: Any
    _keep: Any
    _cancelled: Callable[..., Booking]

    @serves(contract.RECONFIRM)
    def reconfirm(self, expected_at: datetime | None = None, **asked: Any) -> dict[str, Any]:
        return self._move("confirm", partial(_confirmed, expected_at=expected_at), **asked)

    @serves(contract.ANSWER)
    def answer(
        self,
        booking_id: str,
        cause: str,
        by: dict[str, str],
        answer: str,
        expected_at: datetime | None,
        reason: str,
        self_service: bool = False,
    ) -> dict[str, Any]:
        """Do what the customer said to *by*, once for one *cause*, however often it is asked.

        The causes are read after the booking: whatever has come since has moved its
        revision, under which alone this one is kept.
        """
        shop, before = self._found(booking_id)
        if any(cause_of(entry) == cause for entry in self.store.history(booking_id)):
            return telling.as_read(*self._found(booking_id))
        self.by = replace(self.by, id=by["id"], kind=by["kind"], role=by["role"])
        now = self.now()
        after = self._answered(answer, shop, before, now, expected_at, may_be_late=not self_service)
        write = partial(self._change_because, cause)
        return telling.as_read(shop, self._keep(answer, shop, before, after, now, reason, write))

    @serves(contract.OPENING)
    def opening(self, store_id: str, at: datetime) -> dict[str, Any]:
        shop = self._shop(store_id)
        opens = openings.open_from(shop, at.astimezone(UTC))
        care = shop.policy.care
        return {"timezone": shop.zone.key, "open_from": opens.isoformat(), "care": care}

    @serves(contract.ENTRANCE)
    def entrance_board(self, store_id: str, day: date) -> dict[str, Any]:
        shop = self._shop(store_id)
        return entrance.board(shop, day, self.store.day(shop.id, *shop.whole_day(day)))

    def _answered(
        self,
        answer: str,
        shop: Shop,
        before: Booking,
        now: datetime,
        expected_at: datetime | None,
        may_be_late: bool,
    ) -> Booking:
        """Return *before* after *answer*; another day wished for costs nothing (CX-08)."""
        if answer == "confirm":
            return _confirmed(shop, before, now, expected_at)
        if answer == "to_rebook":
            shop.policies[before.policy_version].check_change(before.start, now, may_be_late)
            return slips.to_rebook(before)
        return self._cancelled(shop, before, now, may_be_late=may_be_late)

    def _change_because(
        self, cause: str, before: Booking, after: Booking, entry: dict[str, Any], events: Any
    ) -> None:
        self.store.change(before, after, {**entry, "cause": cause}, events)


def _confirmed(
    shop: Shop, booking: Booking, now: datetime, expected_at: datetime | None
) -> Booking:
    entrance.check_expected(shop, booking, expected_at)
    told = expected_at.astimezone(UTC) if expected_at else None
    return bookings.reconfirmed(booking, now, told)
