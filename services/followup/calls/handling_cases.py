"""Cases: opened from any channel, listed, solved by whoever answers for them (CP-01)."""

import uuid
from typing import Any

from common import privacy
from common.bus.requests import serves
from common.contracts import followup as contract
from common.cursors import as_cursor, as_place
from common.errors import Invalid, NotFound
from common.phones import e164
from services.followup.calls.following import BESIDE
from services.followup.documents.cases import as_reply
from services.followup.domain import cases
from services.followup.domain.cases import Case
from services.followup.domain.consequences import Before, Consequences, opened_case, solved_case
from services.followup.domain.notices.outcomes import told_of_case
from services.followup.domain.notices.refunds import refund


class HandlingCases:
    """For the service class to inherit, which brings ``store``, ``now``, ``by`` and ``there``."""

    store: Any
    now: Any
    by: Any
    there: Any
    _keep_together: Any
    _stores: Any

    @serves(contract.OPEN_CASE)
    def open_case(
        self,
        store_id: str,
        channel: str,
        name: str,
        phone: str,
        kind: str,
        words: str,
        answer: str | None,
        booking_id: str | None,
    ) -> dict[str, Any]:
        """Write down what a customer said, with the booking that it is about if it has one."""
        self.by.must_see(store_id)
        number, now, by = e164(phone), self.now(), self.by.as_json()
        faults = {} if number else {"phone": ["not a telephone number that can be called"]}
        about = self.store.remembered(booking_id) if booking_id else None
        if booking_id and (about is None or about.store_id != store_id):
            faults["booking_id"] = ["names no booking of this store"]
        if faults or number is None:
            raise Invalid(fields=faults)
        new = cases.opened(
            uuid.uuid4().hex,
            by,
            now,
            kind=kind,
            channel=channel,
            store_id=store_id,
            timezone=self.there(store_id, now)["timezone"],
            customer={"id": privacy.customer_id(number), "name": name, "phone": number},
            subject=None,
            booking_id=booking_id,
            booking_number=about.number if about else None,
            from_task_id=None,
            words=words,
        )
        made = opened_case(BESIDE, new, by, now, answer)
        self._keep_as_one(Before(), made)
        return as_reply(made.case or new, now, self.by)

    @serves(contract.LIST_CASES)
    def list_cases(
        self,
        store_id: str | None,
        state: str | None,
        kind: str | None,
        late: bool,
        cursor: str | None,
        limit: int,
    ) -> dict[str, Any]:
        now = self.now()
        page, end = self.store.cases(
            now,
            stores=self._stores(store_id),
            state=state,
            kind=kind,
            late=late,
            after=as_place(cursor) if cursor else None,
            limit=limit,
        )
        return {
            "cases": [as_reply(case, now, self.by) for case in page],
            "next_cursor": as_cursor(end) if end else None,
        }

    @serves(contract.GET_CASE)
    def get_case(self, case_id: str) -> dict[str, Any]:
        return as_reply(self._seen_case(case_id), self.now(), self.by)

    @serves(contract.SOLVE_CASE)
    def solve_case(self, case_id: str, if_revision: int | None, words: str) -> dict[str, Any]:
        """Say what the solution is; the customer is to be told on the same day (FU-07)."""
        before, now = self._seen_case(case_id), self.now()
        after = cases.moved(before, "solve", self.by.as_json(), now, words, if_revision)
        standing = cases.task_of(before)
        known = self.store.task(standing) if standing else None
        around = self._around(before)
        made = told_of_case(solved_case(BESIDE, after, known, now), around)
        self._keep_as_one(around, made)
        return as_reply(after, now, self.by)

    @serves(contract.REFUND)
    def refund(
        self, case_id: str, if_revision: int | None, amount: int, method: str
    ) -> dict[str, Any]:
        """Note that *amount* fen go back to the customer, and have them told (CP-16)."""
        before, now = self._seen_case(case_id), self.now()
        words = f"{method} {amount / 100:.2f}"
        after = cases.refunded(before, self.by.as_json(), now, words, if_revision)
        around = self._around(before)
        notices = (
            (refund(after, around.shop, around.customer, now, amount=amount, method=method),)
            if around.shop
            else ()
        )
        self._keep_as_one(around, Consequences(case=after, notices=notices))
        return as_reply(after, now, self.by)

    def _around(self, case: Case) -> Before:
        return Before(
            case=case,
            shop=self.store.shop(case.store_id),
            customer=self.store.customer(case.store_id, case.customer["id"]),
        )

    def _keep_as_one(self, before: Before, made: Any) -> None:
        tell = None

        def keep() -> None:
            nonlocal tell
            tell = self._keep_together(before, made, self.now(), self.by.correlation_id)

        self.store.as_one(keep)
        if tell:
            tell()

    def _seen_case(self, case_id: str) -> Case:
        case: Case = self.store.case(case_id)
        if not self.by.sees(case.store_id):
            raise NotFound(what="case", id=case_id)
        return case
