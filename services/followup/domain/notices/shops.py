"""What notices must know of a store, as the booking made there last tells it.

A booking keeps the policy under which it was made, so of two the later one knows better.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, Self
from zoneinfo import ZoneInfo

from services.followup.domain.chains import moment_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """``care`` is what the store says of its own about tasks and notices, ``messages`` about
    messages; ``as_of`` is when the booking was made that told it.  Names are ``{zh, en}``.
    """

    id: str
    name: Mapping[str, str]
    address: Mapping[str, str]
    phone: str
    timezone: str
    care: Mapping[str, Any]
    messages: Mapping[str, Any]
    as_of: datetime

    @classmethod
    def of(cls, fact: dict[str, Any]) -> Self:
        return cls(
            id=fact["store_id"],
            name=fact["store_name"],
            address=fact["store_address"],
            phone=fact["store_phone"],
            timezone=fact["timezone"],
            care=fact["care"],
            messages=fact["messages"],
            as_of=fact["created_at"],
        )

    def tells(self, kind: str) -> bool:
        """Say whether the store wants its customers told things of *kind*; it does unless it
        says no."""
        return bool(self.care.get("notices", {}).get(kind, True))

    def figure(self, kind: str, name: str, usual: Any) -> Any:
        """Return a figure of the store's own about *kind*, else what is *usual*."""
        return self.care.get(kind, {}).get(name, usual)

    def moment(self, day: date, at: time) -> datetime:
        return moment_at(day, at, ZoneInfo(self.timezone))

    def says(self) -> dict[str, Any]:
        """Return what each notice of the store tells of it."""
        return {
            "store_name": self.name,
            "store_address": self.address,
            "store_phone": self.phone,
            "timezone": self.timezone,
            "messages": self.messages,
        }


def latest(known: Shop | None, told: Shop) -> Shop | None:
    """Return *told* where it is news of the store, None where nothing is to be kept."""
    if known is None:
        return told
    is_news = told.as_of >= known.as_of and replace(told, as_of=known.as_of) != known
    return told if is_news else None
