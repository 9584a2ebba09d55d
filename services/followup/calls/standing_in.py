"""Appointing who stands in for somebody who is away (RL-12)."""

import uuid
from dataclasses import replace
from datetime import date
from typing import Any

from common.bus.requests import serves
from common.contracts import followup as contract
from common.errors import NotFound
from services.followup.documents.substitutions import as_reply
from services.followup.domain.substitution import appointed


class StandingIn:
    """For the service class to inherit, which brings ``store``, ``now``, ``by`` and ``there``."""

    store: Any
    now: Any
    by: Any
    there: Any

    @serves(contract.APPOINT)
    def appoint(
        self,
        store_id: str,
        absent: str,
        substitute: str,
        from_day: date,
        to_day: date,
        reason: str,
    ) -> dict[str, Any]:
        self.by.must_see(store_id)
        now = self.now()
        new = appointed(
            uuid.uuid4().hex,
            self.store.substitutions(store_id, since=now),
            self.by.as_json(),
            now,
            store_id=store_id,
            timezone=self.there(store_id, now)["timezone"],
            absent=absent,
            substitute=substitute,
            from_day=from_day,
            to_day=to_day,
            reason=reason,
        )
        self.store.keep_substitution(new)
        return as_reply(new, now)

    @serves(contract.SUBSTITUTIONS)
    def substitutions(self, store_id: str, ended: bool) -> dict[str, Any]:
        self.by.must_see(store_id)
        now = self.now()
        found = self.store.substitutions(store_id, since=None if ended else now)
        return {"substitutions": [as_reply(one, now) for one in found]}

    @serves(contract.RUNNING_SUBSTITUTIONS)
    def running_substitutions(self) -> dict[str, Any]:
        """Return who stands in for whom just now: the gateway lets them do what the other may."""
        found = self.store.substitutions_at(self.now())
        return {"running": [{"absent": one.absent, "substitute": one.substitute} for one in found]}

    @serves(contract.END_SUBSTITUTION)
    def end_substitution(self, substitution_id: str) -> dict[str, Any]:
        """End it now: what is left returns at once.  One that is over stays as it is."""
        now, one = self.now(), self.store.substitution(substitution_id)
        if not self.by.sees(one.store_id):
            raise NotFound(what="substitution", id=substitution_id)
        if one.ends_at > now:
            one = replace(one, ends_at=max(now, one.begins_at))
            self.store.keep_substitution(one)
        return as_reply(one, now)
