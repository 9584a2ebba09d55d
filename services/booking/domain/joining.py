"""Who may wait for a place, and what exactly they wait for."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time
from typing import Any

from common.actor import Actor
from common.contracts.booking import WEEKDAYS, CustomerOverlap, Horizon, LeadTime
from common.errors import Invalid
from services.booking.domain.availability import check_window
from services.booking.domain.policy import Notice, check_channel
from services.booking.domain.privacy import faults_of_version, never
from services.booking.domain.requests import CUSTOMER, NO_NUMBER, customer_of, partner_of
from services.booking.domain.stores import Item, Store
from services.booking.domain.waitlist import Entry, Window, may_see


def wished(
    asked: dict[str, Any],
    store: Store,
    by: Actor,
    identify: Callable[[str], str],
    counted: Callable[[str], bool] = never,
) -> dict[str, Any]:
    """Return the facts of a new entry, read from a request as a ``Wish`` is.

    Raises:
        Invalid: every fault at once.
    """
    faults: dict[str, list[str]] = {}
    codes = asked["items"] or []
    try:
        codes = codes or [table_for(store, asked["party_size"])]
        store.chosen(codes, asked["staff"])
        check_seats(store, codes, asked["party_size"])
    except Invalid as error:
        faults |= error.details["fields"]
    try:
        check_window(asked["from_"], asked["to"])
    except Invalid as error:
        faults |= error.details["fields"]
    hours = [_span(text) for text in asked["hours"]]
    if any(ends <= opens for opens, ends in hours):
        faults["hours"] = ["each must end after it begins"]
    customer = customer_of(asked["customer"], identify)
    if customer is None:
        faults["customer.phone"] = [NO_NUMBER]
    if by.kind != CUSTOMER:
        faults |= faults_of_version(asked["consents"], store.privacy, counted)
    if faults:
        raise Invalid(fields=faults)
    partner = partner_of(by)
    window = Window(
        asked["from_"].astimezone(UTC),
        asked["to"].astimezone(UTC),
        tuple(day for day in WEEKDAYS if day in asked["weekdays"]),
        tuple(hours),
    )
    return {
        "items": tuple(codes),
        "staff": asked["staff"],
        "window": window,
        "party_size": asked["party_size"],
        "customer": customer,
        "subject": asked["subject"],
        "channel": "partner" if partner else asked["channel"],
        "partner_id": partner,
        "partner_reference": asked["partner_reference"],
        "consents": asked["consents"],
        "note": asked["note"],
        "created_by": by.as_json(),
    }


def table_for(store: Store, party_size: int | None) -> str:
    """Return the smallest item that seats so many (SL-12).

    Raises:
        Invalid: nothing here does.
    """
    fitting = [x for x in store.items.values() if x.seats and party_size and x.seats >= party_size]
    if not fitting:
        raise Invalid.of(party_size="more than any table here seats")
    return min(fitting, key=lambda item: item.seats or 0).code


def check_seats(store: Store, codes: list[str], party_size: int | None) -> None:
    """Refuse a party that does not fit where it wants to sit (SL-12).

    Raises:
        Invalid
    """
    seats = [x.seats for code in codes if (x := store.items.get(code)) and x.seats]
    if party_size and seats and max(seats) < party_size:
        raise Invalid.of(party_size=f"more than the {max(seats)} seats of what was chosen")


def check_can_wait(
    store: Store, items: list[Item], channel: str, window: Window, now: datetime
) -> None:
    """Refuse to let somebody wait for what can never be booked.

    Raises:
        ChannelClosed, LeadTime, Horizon
    """
    check_channel(channel, store.channels)
    notice = store.notice(channel, items)
    if is_over(notice, window, now):
        raise LeadTime(earliest=notice.bookable(now)[0].isoformat())
    if window.first > now + notice.horizon:
        raise Horizon(latest=(now + notice.horizon).isoformat())


def check_waits_for_nothing_like_it(by: Actor, others: Iterable[Entry], window: Window) -> None:
    """Refuse who waits already, as one of *others*, for the same at a time that overlaps.

    Only what *by* may see counts: no partner learns of another's customer.

    Raises:
        CustomerOverlap: ``entry_id`` names the other.
    """
    for other in others:
        overlaps = window.first < other.window.end and other.window.first < window.end
        if overlaps and may_see(by, other):
            raise CustomerOverlap(entry_id=other.id)


def is_over(notice: Notice, window: Window, now: datetime) -> bool:
    """Say whether no start of *window* can be booked any more."""
    return notice.bookable(now)[0] >= window.end


def _span(text: str) -> tuple[time, time]:
    opens, ends = text.split("-")
    return time.fromisoformat(opens), time.fromisoformat(ends)
