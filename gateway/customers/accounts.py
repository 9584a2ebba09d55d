"""A customer's account: it has no password, the telephone proves whose it is (PO-04).

What a cart holds is of one store, and becomes one visit.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from common.errors import Invalid

SIGNED_IN_FOR = timedelta(hours=1)
CART_KEPT_FOR = timedelta(days=1)
TOKEN_PREFIX = "ct_"
MOST_FAVOURITES = 100
FULL = "Holds as many as it can."


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """``id`` is the customer's id in every store.  A favourite is ``{store_id, code}``."""

    id: str
    phone: str
    name: str = ""
    email: str | None = None
    address: str = ""
    language: str = "zh"
    favourites: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cart:
    """What somebody is about to book: *items* of one store, kept until ``expires_at``."""

    customer_id: str
    store_id: str
    items: tuple[str, ...]
    expires_at: datetime
    staff: str | None = None


def liked(account: Account, store_id: str, code: str) -> Account:
    """Return *account* with one more favourite, the latest first; liked twice it is one.

    Raises:
        Invalid: there are as many as an account holds.
    """
    others = disliked(account, store_id, code).favourites
    if len(others) >= MOST_FAVOURITES:
        raise Invalid(fields={"favourites": [FULL]})
    return replace(account, favourites=({"store_id": store_id, "code": code}, *others))


def disliked(account: Account, store_id: str, code: str) -> Account:
    given_up = {"store_id": store_id, "code": code}
    return replace(account, favourites=tuple(x for x in account.favourites if x != given_up))


def totalled(items: list[dict[str, Any]], codes: tuple[str, ...]) -> dict[str, Any]:
    """Return the chosen *codes* of a store's *items*, how long they take and what they cost.

    Raises:
        Invalid: the store does not offer one of them.
    """
    known = {item["code"]: item for item in items}
    if missing := [code for code in codes if code not in known]:
        raise Invalid(fields={"items": [f"not offered here: {', '.join(missing)}"]})
    chosen = [known[code] for code in codes]
    total = sum(item["price"]["total"] for item in chosen)
    return {
        "items": [{x: item[x] for x in ("code", "name", "minutes", "price")} for item in chosen],
        "minutes": sum(item["minutes"] for item in chosen),
        "total": {"amount": total, "currency": "CNY"},
    }
