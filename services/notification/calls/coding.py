"""Telling a telephone its one-time code."""

from typing import Any

from common.bus.requests import serves
from common.contracts.notification import codes as contract
from common.privacy import customer_id
from services.notification.domain import codes
from services.notification.domain.templates import CHAIN


class Coding:
    """For the service class to inherit, which brings ``store``, ``now``, ``by``, ``_intend``."""

    store: Any
    now: Any
    by: Any
    _intend: Any

    @serves(contract.SEND_CODE)
    def send_code(self, code_id: str, phone: str, code: str, language: str) -> dict[str, Any]:
        message = codes.intended(
            code_id,
            phone,
            customer_id(phone),
            code,
            language,
            now=self.now(),
            correlation_id=self.by.correlation_id,
            texts=self.store.texts_of(CHAIN),
        )
        self._intend(message)
        return {"message_id": message.id}
