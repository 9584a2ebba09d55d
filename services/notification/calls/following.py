"""Learning how far messages came from providers that tell of many at once."""

from typing import Any

from common.bus.requests import serves
from common.contracts.notification import reports as contract
from services.notification.domain.messages import Message
from services.notification.domain.tencent import reports


class Following:
    """For the service class to inherit, which brings ``store`` and the rest."""

    store: Any
    _advance: Any

    @serves(contract.REPORTED)
    def reported(self, reports: list[dict[str, Any]]) -> dict[str, Any]:
        """Take Tencent's word on how far messages came, once and in any order (CF-15).

        What nothing here can be is passed over.
        """
        moved = [self._move(**told) for told in reports]
        return {"taken": sum(moved)}

    def _move(self, sid: str, phone: str, report: str, said: str) -> bool:
        message = self.store.message_by_sid(sid) or self._in_doubt(phone)
        if message is None or message.to != phone:
            return False
        status, code = reports.status_of(report, said)
        return bool(self._advance(message, sid, status, code))

    def _in_doubt(self, phone: str) -> Message | None:
        """Return the one message to *phone* of which it is not known whether it was taken.

        A report may come before the answer, or in its place.  Of two it could be either.
        """
        found = self.store.in_doubt_to(phone)
        return found[0] if len(found) == 1 else None
