"""What of a customer may be shown to whom (PV-06, PV-09).

A partner sees who the customer is only in its own booking, while the customer's consent
to share stands and the partner's signed agreement is in date.  Else it gets the same
answer with ``name``, ``phone``, ``email``, ``booker`` and ``note`` null and only what sort of
thing the ``subject`` is.  Staff who do not deal with customers see the number masked, and in a
list everybody does.
"""

from collections.abc import Callable
from typing import Any

from common.actor import Actor
from common.phones import masked

PERSONAL = ("name", "phone", "email", "id_number", "address")
SORT_OF_SUBJECT = ("kind", "brand", "model")

Agreed = Callable[[], bool]
"""Whether the partner's agreement is in date; asked only if it matters."""
Seen = Callable[[dict[str, Any], Actor, Agreed], dict[str, Any]]
"""A booking as somebody sees it: ``shown`` by itself, ``listed`` among others."""


def shown(booking: dict[str, Any], reader: Actor, agreed: Agreed) -> dict[str, Any]:
    """Return *booking* as *reader* may see it."""
    if reader.kind == "partner":
        return booking if may_share(booking, reader, agreed) else without_person(booking)
    return booking if "customers:read" in reader.may else _masked(booking)


def listed(booking: dict[str, Any], reader: Actor, agreed: Agreed) -> dict[str, Any]:
    """Return *booking* as it stands in a list: staff open it to read the whole number."""
    if reader.kind == "partner":
        return shown(booking, reader, agreed)
    return _masked(booking)


def _masked(booking: dict[str, Any]) -> dict[str, Any]:
    customer, booker = booking["customer"], booking["booker"]
    return {
        **booking,
        "customer": {**customer, "phone": masked(customer["phone"]), "email": None},
        "booker": booker and {**booker, "phone": masked(booker["phone"])},
    }


def history_shown(
    history: list[dict[str, Any]], booking: dict[str, Any], reader: Actor, agreed: Agreed
) -> list[dict[str, Any]]:
    """Return *history* for *reader*: the words in it are about the customer too."""
    if reader.kind != "partner":
        return history
    own = [_without_others(entry) for entry in history]
    if may_share(booking, reader, agreed):
        return own
    return [{**entry, "reason": None} for entry in own]


def may_share(booking: dict[str, Any], partner: Actor, agreed: Agreed) -> bool:
    """Say whether both stand: the customer's consent and the partner's agreement (PV-06)."""
    consents = booking["consents"] or {}
    return (
        booking["partner_id"] == partner.id
        and consents.get("share_with_partner") is True
        and agreed()
    )


def without_person(booking: dict[str, Any]) -> dict[str, Any]:
    customer, subject = booking["customer"], booking["subject"]
    return {
        **booking,
        "customer": {name: None if name in PERSONAL else value for name, value in customer.items()},
        "booker": None,
        "subject": subject and {name: subject[name] for name in SORT_OF_SUBJECT if name in subject},
        "note": None,
    }


def _without_others(entry: dict[str, Any]) -> dict[str, Any]:
    """Return *entry* without whom it passed over: they are other people's."""
    after = entry.get("after") or {}
    if "passed_over" not in after:
        return entry
    return {**entry, "after": {name: after[name] for name in after if name != "passed_over"}}
