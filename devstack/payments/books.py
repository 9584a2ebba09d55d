"""What was asked for and paid: charges by the shop's reference, each with its refunds."""

import threading
from dataclasses import asdict, dataclass, field
from typing import Any

METHODS = ("card", "alipay", "wechat_pay")
PENDING, PAID, FAILED, DONE = "pending", "paid", "failed", "done"


class Refused(Exception):
    """The request makes no sense; it is said why."""


@dataclass
class Charge:
    reference: str
    amount: int
    currency: str
    method: str
    notify_url: str
    status: str = PENDING
    refunds: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def returned(self) -> int:
        return sum(one["amount"] for one in self.refunds.values())


class Books:
    """Kept in memory: what is asked for twice under one reference is done once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._charges: dict[str, Charge] = {}

    def open(self, asked: dict[str, Any]) -> Charge:
        """Return the charge of a reference, new or as it was asked for before."""
        with self._lock:
            known = self._charges.get(asked["reference"])
            if known is None:
                known = self._charges[asked["reference"]] = Charge(**asked)
            if (known.amount, known.method) != (asked["amount"], asked["method"]):
                raise Refused("the reference stands for another charge")
            return known

    def charge(self, reference: str) -> Charge | None:
        return self._charges.get(reference)

    def charges(self) -> list[dict[str, Any]]:
        return [asdict(one) for one in self._charges.values()]

    def pay(self, charge: Charge, status: str) -> bool:
        """Have a charge paid, or refused; say whether that changed anything."""
        with self._lock:
            if charge.status == PAID or charge.status == status:
                return False
            charge.status = status
            return True

    def refund(self, charge: Charge, reference: str, amount: int) -> tuple[dict[str, Any], bool]:
        """Return a refund of *charge*, and whether it is a new one."""
        with self._lock:
            if reference in charge.refunds:
                return charge.refunds[reference], False
            if charge.status != PAID or amount > charge.amount - charge.returned:
                raise Refused("there is not so much to give back")
            refund = {"reference": reference, "amount": amount, "status": PENDING}
            charge.refunds[reference] = refund
            return refund, True
