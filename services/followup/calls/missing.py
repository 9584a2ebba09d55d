"""Calls to the booking line that nobody took: each is called back, each number once (CH-02)."""

import uuid
from datetime import datetime
from typing import Any

from common import privacy
from common.bus.requests import serves
from common.contracts import followup as contract
from common.errors import Invalid, Stale
from common.phones import e164
from services.followup.calls.caring import AROUND
from services.followup.documents import as_reply
from services.followup.domain.missed_calls import KIND, to_call_back
from services.followup.domain.passing import joined

TRIES = 5


class MissingCalls:
    """For the service class to inherit, which brings ``store``, ``now``, ``by`` and ``there``."""

    store: Any
    now: Any
    by: Any
    there: Any

    @serves(contract.LOG_MISSED_CALL)
    def log_missed_call(self, store_id: str, phone: str, at: datetime | None) -> dict[str, Any]:
        """Open a task to call back, or join the one that is open to the same number."""
        self.by.must_see(store_id)
        number, now = e164(phone), self.now()
        if number is None:
            raise Invalid.of(phone="not a telephone number that can be called")
        moment = min(at or now, now)
        there = self.there(store_id, moment)
        customer = {"id": privacy.customer_id(number), "name": "", "phone": number}
        for _ in range(TRIES):
            task = self.store.call_open_to(store_id, KIND, customer["id"])
            if task is None:
                id = uuid.uuid4().hex
                new = to_call_back(AROUND, id, store_id, customer, moment, there, now)
                if self.store.open_call(new):
                    return {"task": as_reply(new, now, self.by), "joined": False}
            elif self.store.keep(task, after := joined(task, now), []):
                return {"task": as_reply(after, now, self.by), "joined": True}
        raise Stale(revision=0)
