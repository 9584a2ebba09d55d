"""Asking the provider of payments: a page to pay on, how a payment stands, money back.

It knows a payment by our own id, and takes the same request twice for one.  No card's number
comes near us: it is entered on the provider's page (PV-11).
"""

from dataclasses import dataclass
from typing import Any

import requests
import structlog

from common.config import Settings
from common.errors import Unavailable
from services.booking.domain.payments import Payment, Refund

log = structlog.get_logger(__name__)

SECONDS = 3.05, 5.0
"""To connect, and to answer: a customer waits for it."""
CALLBACK = "/payments/callback"


@dataclass(frozen=True, slots=True)
class Charge:
    """A payment as the provider has it: ``pending``, ``paid`` or ``failed``."""

    status: str
    pay_url: str


class PaymentProvider:
    """One account with one provider.  Every method raises Unavailable when it does not answer."""

    def __init__(self, settings: Settings) -> None:
        self._url = settings.payments_url.rstrip("/")
        self._key = settings.payments_key
        self._told_at = f"{settings.public_url.rstrip('/')}{CALLBACK}"

    def check_set_up(self) -> None:
        """Raise Unavailable where no provider is named."""
        if not self._url:
            raise Unavailable(part="payments")

    def charge(self, payment: Payment) -> Charge:
        """Have a page made on which *payment* is paid; the same one when it is asked for again."""
        asked = {
            "reference": payment.id,
            "amount": payment.amount,
            "currency": "CNY",
            "method": payment.method,
            "notify_url": self._told_at,
        }
        return _charge(self._ask("POST", "/v1/charges", asked))

    def charge_of(self, payment: Payment) -> Charge | None:
        """Return how *payment* stands there, None where they have never heard of it."""
        found = self._ask("GET", f"/v1/charges/{payment.id}")
        return _charge(found) if found else None

    def refund(self, payment: Payment, refund: Refund) -> str:
        """Have money given back; return ``pending``, ``done`` or ``failed``."""
        asked = {"reference": refund.id, "amount": refund.amount}
        return str(self._ask("POST", f"/v1/charges/{payment.id}/refunds", asked)["status"])

    def _ask(self, method: str, path: str, asked: dict[str, Any] | None = None) -> dict[str, Any]:
        self.check_set_up()
        headers = {"Authorization": f"Bearer {self._key}"}
        try:
            answer = requests.request(
                method,
                self._url + path,
                json=asked,
                headers=headers,
                timeout=SECONDS,
                allow_redirects=False,
            )
            if method == "GET" and answer.status_code == requests.codes.not_found:
                return {}
            answer.raise_for_status()
            told: dict[str, Any] = answer.json()
        except (requests.RequestException, ValueError) as error:
            log.warning("the payment provider does not answer", error=type(error).__name__)
            raise Unavailable(part="payments") from error
        return told


def _charge(told: dict[str, Any]) -> Charge:
    try:
        return Charge(told["status"], told["pay_url"])
    except (KeyError, TypeError) as error:
        raise Unavailable(part="payments") from error
