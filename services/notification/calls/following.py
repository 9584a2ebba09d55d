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
        message = self._reported(sid, phone)
        if message is None or message.to != phone:
            return False
        status, code = reports.status_of(report, said)
        return bool(self._advance(message, sid, status, code))

    def _reported(self, sid: str, phone: str) -> Message | None:
        """Return the message that a report is of, if there is one.

        While it is looked for, the answer that names its *sid* may be written down: then it is in
        doubt no more, and is asked for by that once again.
        """
        by_sid = self.store.message_by_sid
        found: Message | None = by_sid(sid) or self._in_doubt(phone) or by_sid(sid)
        return found

    def _in_doubt(self, phone: str) -> Message | None:
        """Return the one message to *phone* of which it is not known whether it was taken.

        A report may come before the answer, or in its place.  Of two it could be either.
        """
        found = self.store.in_doubt_to(phone)
        return found[0] if len(found) == 1 else None
