"""What the chain says of customers who serve themselves: one document, a default for each word."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self

SHARES = (50, 80, 100)
"""Percent of the day's codes at which the operators are told."""

PRIVACY = {
    "version": "2026-01",
    "words": {
        "zh": "为安排您的预约，我们会收集您的姓名、手机号码，以及您填写的邮箱、车辆和备注，"
        "仅用于预约、到店服务和与此有关的通知。您可以随时查阅、更正或要求删除。",
        "en": "To arrange your visit we collect your name and telephone number, and the e-mail "
        "address, vehicle and note that you fill in. They are used for the booking, the visit and "
        "what we must tell you about them. You may see, correct or have them deleted at any time.",
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerPolicy:
    """``served`` are the countries whose numbers get codes; ``daily_codes`` how many are sent a
    day before nobody gets one; ``blocked`` the numbers that may not book, or what they begin with.

    ``open_before_code`` visits to come, or ``missed_before_code`` missed ones, are the first that
    need a code; nobody has more than ``most_open`` to come.  ``privacy`` is what they agree to.
    """

    served: tuple[str, ...] = ("CN",)
    daily_codes: int = 500
    blocked: tuple[str, ...] = ()
    open_before_code: int = 2
    missed_before_code: int = 2
    most_open: int = 5
    privacy: Mapping[str, Any] = field(default_factory=lambda: PRIVACY)

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Self:
        """Return the policy that *said* is; what it leaves out is as we have it."""
        known = {one.name for one in fields(cls)} & said.keys()
        lists = {name: tuple(said[name]) for name in known & {"served", "blocked"}}
        return cls(**{**{name: said[name] for name in known}, **lists})

    def blocks(self, phone: str) -> bool:
        return phone.startswith(self.blocked) if self.blocked else False


def crossed(before: int, after: int, budget: int) -> list[int]:
    """Return which of ``SHARES`` of *budget* are reached by going from *before* to *after*."""
    return [share for share in SHARES if before * 100 < share * budget <= after * 100]
