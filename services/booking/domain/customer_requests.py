"""What a customer asks for that hangs on no booking (BK-32, EX-62): it goes a journey of its own.

The visit inside it says where it stands; what is told of it here follows from that.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from common import phones
from common.errors import Invalid
from services.booking.domain import visit_telling
from services.booking.domain.journeys import Journey
from services.booking.domain.stores import RequestKind, Store
from services.booking.domain.visits import Deed, Visit, begin, knowing, lapsed

LINKS = "link_booking"
BOOKING = "booking_id"
"""The effect of an action that says which booking came of a request, and the field that does."""
TAKERS = ("engineer", "representative")
"""The fields that say whose a request is, the one further on first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRequest:
    """One request as it stands after ``revision`` moves."""

    id: str
    number: str
    revision: int
    store_id: str
    kind: str
    channel: str
    customer: dict[str, Any] | None
    subject: dict[str, str] | None
    text: str
    visit: Visit
    created_at: datetime
    created_by: dict[str, Any]
    booking_id: str | None = None

    @property
    def ended(self) -> bool:
        return not self.visit.open

    @property
    def due_at(self) -> datetime | None:
        return min((stay.due_at for stay in self.visit.open if stay.due_at), default=None)

    @property
    def assignee(self) -> str | None:
        return next((self.visit.fields[one] for one in TAKERS if one in self.visit.fields), None)


def kind_of(store: Store, kind: str | None, journey: str | None) -> RequestKind:
    """Return the business that is meant: by its code, or the first that goes *journey*.

    Raises:
        Invalid: the store takes none such.
    """
    if kind is None:
        ways = {one.journey: one for one in reversed(store.requests.values())}
        if journey not in ways:
            raise Invalid.of(journey=f"must be one of {', '.join(ways)}")
        return ways[journey]
    found = store.requests.get(kind)
    if found is None:
        raise Invalid.of(kind=f"must be one of {', '.join(store.requests)}")
    if journey not in (None, found.journey):
        raise Invalid.of(journey=f"must be one of {found.journey}")
    return found


def begun(journey: Journey, facts: Mapping[str, Any], now: datetime, by: str) -> Visit:
    """Return a visit at the beginning of *journey*.

    Raises:
        Invalid: facts are missing or wrong, each told below ``facts``.
    """
    with told_of("facts"):
        return begin(journey, facts, now, by)


@contextmanager
def told_of(place: str) -> Iterator[None]:
    """Tell the faults of what is done inside as those of *place*."""
    try:
        yield
    except Invalid as error:
        raise Invalid(fields={place: error.details["fields"]}) from error


def known_now(
    journey: Journey, request: CustomerRequest, facts: Mapping[str, Any], now: datetime
) -> Visit:
    """Return the visit of *request* with new *facts*, and with what time alone has decided.

    Raises:
        Invalid: a fact is wrong.
    """
    with told_of("facts"):
        return lapsed(journey, knowing(journey, request.visit, **facts), now)


def moved(request: CustomerRequest, visit: Visit, booking_id: str | None) -> CustomerRequest:
    """Return *request* one revision on, and with the booking that came of it, if one did."""
    return replace(
        request,
        revision=request.revision + 1,
        visit=visit,
        booking_id=booking_id or request.booking_id,
    )


def booking_named(deeds: Iterable[Deed]) -> str | None:
    """Return the booking that *deeds* link, if they do."""
    named = [deed.fields[BOOKING] for deed in deeds if LINKS in deed.effects]
    return named[-1] if named else None


def as_read(
    store: Store,
    journey: Journey,
    request: CustomerRequest,
    now: datetime,
    done: Iterable[Deed] = (),
    discreet: bool = False,
) -> dict[str, Any]:
    """Return *request* for a reader, in the store's time; *discreet* hides who the customer is."""
    request = replace(request, visit=lapsed(journey, request.visit, now))
    told = visit_telling.as_read(journey, request.visit, None, now, store.local, done)
    deeds = request.visit.deeds
    history = visit_telling.as_read(journey, request.visit, None, now, store.local, deeds)
    if discreet:
        told = visit_telling.discreet(journey, told)
        history = visit_telling.discreet(journey, history)
    kind = store.requests.get(request.kind)
    due_at = request.due_at
    return {
        "id": request.id,
        "number": request.number,
        "revision": request.revision,
        "store_id": request.store_id,
        "kind": {"code": request.kind, "name": kind.name if kind else journey.name},
        **{key: told[key] for key in ("journey", "version", "name", "open", "done")},
        "channel": request.channel,
        "customer": _customer(request, discreet),
        "subject": request.subject,
        "text": request.text,
        "state": "ended" if request.ended else "open",
        "outcome": _outcome(journey, request),
        "booking_id": request.booking_id,
        "assignee": request.assignee,
        "due_at": store.local(due_at).isoformat() if due_at else None,
        "overdue": due_at is not None and due_at < now,
        "history": history["done"],
        "created_at": store.local(request.created_at).isoformat(),
        "created_by": request.created_by,
    }


def _outcome(journey: Journey, request: CustomerRequest) -> dict[str, Any] | None:
    """Return the action that ended *request*: what became of it (BK-32)."""
    if not request.ended:
        return None
    deed = request.visit.deeds[-1]
    [stay] = [stay for stay in request.visit.stays if stay.id == deed.stay]
    action = journey.steps[stay.step].actions[deed.action]
    return {"code": action.code, "name": action.name}


def _customer(request: CustomerRequest, discreet: bool) -> dict[str, Any] | None:
    if request.customer is None or not discreet:
        return request.customer
    phone = phones.masked(request.customer["phone"])
    return {**request.customer, "phone": phone, "email": None}
