"""Requests that hang on no booking: opened, read, and walked by the engine of visits."""

from datetime import datetime
from functools import partial
from typing import Any

from common import privacy
from common.bus.requests import serves
from common.contracts.booking import customer_requests as contract
from common.errors import Invalid, NotFound, Stale
from services.booking import journeys
from services.booking.documents import cursor_of
from services.booking.domain import customer_requests, representatives, visits
from services.booking.domain.customer_requests import CustomerRequest
from services.booking.domain.requests import NO_NUMBER, customer_of, fingerprint, id_of
from services.booking.domain.stores import Store as Shop
from services.booking.domain.visit_telling import field_as_read
from services.booking.domain.visits import Deed
from services.booking.repeats import once

SERIES = "requests"


class RequestingCalls:
    """For the service class to inherit, which brings ``store``, ``now``, ``by`` and ``_shop``."""

    store: Any
    now: Any
    by: Any
    _shop: Any
    _check_linked: Any

    @serves(contract.OPEN_REQUEST)
    def open_request(self, idempotency_key: str | None, **asked: Any) -> dict[str, Any]:
        id_, request_hash = id_of(self.by.id, idempotency_key, "r"), fingerprint(asked)
        request, replayed = once(
            partial(self._open_request, id_, request_hash, **asked),
            partial(self.store.request_as_asked, id_) if idempotency_key else None,
            request_hash,
            looking_first=True,
        )
        return {"request": self._told_request(request), "replayed": replayed}

    @serves(contract.GET_REQUEST)
    def get_request(self, request_id: str) -> dict[str, Any]:
        return self._told_request(self._found_request(request_id))

    @serves(contract.LIST_REQUESTS)
    def list_requests(
        self,
        store_id: str | None,
        state: str | None,
        overdue: bool | None,
        from_: datetime | None,
        to: datetime | None,
        cursor: str | None,
        limit: int,
        customer_id: str | None,
        **wanted: Any,
    ) -> dict[str, Any]:
        if store_id:
            self._shop(store_id)
        seen = [store_id] if store_id else None if self.by.everywhere else sorted(self.by.stores)
        page = self.store.search_requests(
            seen,
            (from_, to),
            None if overdue is None else (overdue, self.now()),
            cursor,
            limit + 1,
            ended=None if state is None else state == "ended",
            **{"customer.id": customer_id},
            **wanted,
        )
        here = page[:limit]
        return {
            "requests": [self._told_request(one) for one in here],
            "next_cursor": cursor_of(here[-1].created_at, here[-1].id) if page[limit:] else None,
        }

    @serves(contract.ACT_IN_REQUEST)
    def act_in_request(
        self,
        request_id: str,
        if_revision: int | None,
        reason: str,
        step: str,
        action: str,
        fields_: dict[str, Any],
        facts: dict[str, Any],
    ) -> dict[str, Any]:
        """Do one action of the request's journey, as in a visit."""
        before, now = self._found_request(request_id), self.now()
        if if_revision not in (None, before.revision):
            raise Stale(revision=before.revision)
        journey = journeys.journey(before.visit.journey, before.visit.version)
        visit = customer_requests.known_now(journey, before, facts, now)
        who = self.by.id, self.by.role
        after = visits.act(journey, visit, step, action, fields_, *who, now, reason)
        deeds = after.deeds[len(before.visit.deeds) :]
        booking_id = customer_requests.booking_named(deeds)
        if booking_id:
            self._check_linked(before.store_id, booking_id)
        request = customer_requests.moved(before, after, booking_id)
        self.store.change_request(before, request)
        return self._told_request(request, deeds)

    @serves(contract.REQUEST_KINDS)
    def request_kinds(self, store_id: str) -> dict[str, Any]:
        """List the businesses that the store takes without a booking."""
        return {
            "kinds": [
                {
                    "code": kind.code,
                    "name": kind.name,
                    "journey": kind.journey,
                    "asks": [field_as_read(x) for x in journeys.journey(kind.journey).asks],
                }
                for kind in self._shop(store_id).requests.values()
            ]
        }

    @serves(contract.CANDIDATES)
    def candidates(self, request_id: str) -> dict[str, Any]:
        """Say who could take a request, the fittest first (EX-63, EX-65)."""
        request = self._found_request(request_id)
        shop: Shop = self.store.store(request.store_id)
        loads = self.store.open_requests_of(shop.id, [one.id for one in shop.representatives])
        region = request.visit.known.get("region")
        ranked = representatives.ranked(shop, request.kind, region, self.now(), loads)
        return {"candidates": [one.as_json() for one in ranked]}

    def _open_request(
        self,
        id_: str,
        request_hash: str,
        store_id: str,
        kind: str | None,
        journey: str | None,
        customer: dict[str, Any] | None,
        facts: dict[str, Any],
        **told: Any,
    ) -> CustomerRequest:
        shop, now = self._shop(store_id), self.now()
        known = customer_of(customer, privacy.customer_id) if customer else None
        faults: dict[str, Any] = {}
        if customer and known is None:
            faults["customer.phone"] = [NO_NUMBER]
        try:
            business = customer_requests.kind_of(shop, kind, journey)
            way = journeys.journey(business.journey)
            visit = customer_requests.begun(way, facts, now, self.by.id)
        except Invalid as error:
            faults |= error.details["fields"]
        if faults:
            raise Invalid(fields=faults)
        year = f"{shop.local(now):%Y}"
        number = f"R{year}-{self.store.next_number(shop.id, SERIES, year):05}"
        request = CustomerRequest(
            id=id_,
            number=number,
            revision=1,
            store_id=shop.id,
            kind=business.code,
            customer=known,
            visit=visit,
            created_at=now,
            created_by=self.by.as_json(),
            **told,
        )
        self.store.insert_request(request, request_hash)
        return request

    def _found_request(self, request_id: str) -> CustomerRequest:
        request: CustomerRequest = self.store.request(request_id)
        if not self.by.sees(request.store_id):
            raise NotFound(what="request", id=request_id)
        return request

    def _told_request(
        self, request: CustomerRequest, done: tuple[Deed, ...] = ()
    ) -> dict[str, Any]:
        shop: Shop = self.store.store(request.store_id)
        journey = journeys.journey(request.visit.journey, request.visit.version)
        discreet = "customers:read" not in self.by.may
        return customer_requests.as_read(shop, journey, request, self.now(), done, discreet)
