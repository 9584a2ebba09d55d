"""A partner: what it may do and where, and whether its signed agreement is in date (PV-06)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Self

from common.actor import Actor
from common.agreements import HEAD_OFFICE, in_date
from gateway.partners.keys import Key, without_keys
from gateway.partners.limits import USUAL, Limits
from gateway.roles import granted

LONG_AGO = datetime.fromtimestamp(0, UTC)
LONGEST_ID = 40
ME = "me"
"""No partner is called so: it is whoever asks."""
_FIT_ID = re.compile(rf"[a-z0-9][a-z0-9_-]{{0,{LONGEST_ID - 1}}}")


def is_fit_id(id_: str) -> bool:
    """Say whether a new partner may be called so: it becomes a part of its keys."""
    return bool(_FIT_ID.fullmatch(id_)) and id_ != ME


@dataclass(frozen=True, slots=True)
class Agreement:
    """A signed confidentiality agreement, from its first day to the end of its last."""

    until: date
    since: date | None = None
    signed_on: date | None = None
    reference: str = ""

    def state(self, now: datetime) -> str:
        """Return ``in_date``, ``not_begun`` or ``over``, by the days of head office."""
        if self.since and now.astimezone(HEAD_OFFICE).date() < self.since:
            return "not_begun"
        return "in_date" if in_date(self.until, now) else "over"


@dataclass(frozen=True, slots=True)
class Statement:
    """What was said of the agreement, by whom and when; None ended it."""

    agreement: Agreement | None
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Contact:
    name: str
    email: str
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Partner:
    """``agreement_stated_at`` is when ``agreement`` was said: of two statements the later holds.

    ``may`` are the permissions that ``scopes`` stand for; ``revision`` counts its changes.
    """

    id: str
    name: str
    scopes: tuple[str, ...]
    stores: frozenset[str]
    may: frozenset[str]
    agreement: Agreement | None = None
    agreement_stated_at: datetime = LONG_AGO
    active: bool = True
    keys: tuple[Key, ...] = ()
    contact: Contact | None = None
    limits: Limits = USUAL
    statements: tuple[Statement, ...] = ()
    created_at: datetime = LONG_AGO
    revision: int = 0

    @classmethod
    def of(
        cls, id_: str, *, name: str, scopes: Iterable[str], stores: Iterable[str], **more: Any
    ) -> Self:
        scopes = tuple(scopes)
        return cls(id_, name, scopes, frozenset(stores), granted(scopes), **more)

    @property
    def agreement_until(self) -> date | None:
        return self.agreement.until if self.agreement else None

    def agreement_state(self, now: datetime) -> str:
        """Return ``none``, ``not_begun``, ``in_date`` or ``over``."""
        return self.agreement.state(now) if self.agreement else "none"

    def agreed(self, now: datetime) -> bool:
        """Say whether the agreement is in date, to the end of its last day at head office."""
        return self.agreement_state(now) == "in_date"

    def acting(self, correlation_id: str) -> Actor:
        return Actor(self.id, "partner", self.stores, self.may, "partner", correlation_id)

    def using(self, key: Key) -> "Partner":
        """Return the partner as *key* lets it act: with no more than that key's scopes."""
        if key.scopes is None:
            return self
        scopes = tuple(scope for scope in self.scopes if scope in key.scopes)
        return replace(self, scopes=scopes, may=granted(scopes))

    def stating(self, agreement: Agreement | None, real_now: datetime, by: str) -> "Partner":
        """Return the partner with what *by* says of its agreement now."""
        said = Statement(agreement, real_now, by)
        return replace(
            self,
            agreement=agreement,
            agreement_stated_at=real_now,
            statements=(*self.statements, said),
        )

    def seeing(self, stores: Iterable[str], real_now: datetime) -> "Partner":
        """Return the partner with other *stores*.

        They are told together with the agreement, so that is stated anew as it is.
        """
        seen = frozenset(stores)
        if seen == self.stores:
            return self
        return replace(self, stores=seen, agreement_stated_at=real_now)

    def ended(self, real_now: datetime, by: str) -> "Partner":
        """Return the partner as one that is let in no more: no key, no agreement."""
        without = self.stating(None, real_now, by) if self.agreement else self
        return replace(without, active=False, keys=without_keys(self.keys, real_now))
