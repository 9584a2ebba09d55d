"""What an agent says on the phone, and the letter that confirms it, in both languages.

The words are the store's; ``$name`` in them stands for what its policy says (BK-25, BK-28).
"""

from collections.abc import Iterable
from datetime import timedelta
from string import Template
from typing import Any

from services.booking.domain import list_rows
from services.booking.domain.bookings import Booking
from services.booking.domain.calendars import Words
from services.booking.domain.paperwork import CUSTOMER
from services.booking.domain.policy import Policy
from services.booking.domain.stores import Item, Store

LANGUAGES = ("zh", "en")


def script(store: Store, items: Iterable[Item], policy: Policy) -> dict[str, Any]:
    """Return the store's words on perks and rules, and what each of *items* asks to be said."""
    return {
        "sentences": [
            {"code": code, "words": _filled(store, policy, words)}
            for code, words in store.paperwork.script.items()
        ],
        "questions": [
            {
                "code": code,
                "question": asked["question"],
                "answer": _filled(store, policy, asked["answer"]),
            }
            for code, asked in store.paperwork.faq.items()
        ],
        "perks": [{"code": perk.code, "name": perk.name} for perk in policy.perks],
        "notes": [
            {"code": item.code, "name": item.name, "notes": item.notes}
            for item in items
            if item.notes
        ],
        "customer_side": [
            {"code": entry.code, "name": entry.name}
            for entry in store.paperwork.entries.values()
            if entry.side == CUSTOMER
        ],
    }


def letter(store: Store, booking: Booking, with_phone: bool) -> dict[str, Any]:
    """Return the confirmation letter of *booking*, ready to be laid out (FM-18)."""
    policy = store.policies[booking.policy_version]
    said = script(store, [], policy)
    return {
        "store": {
            "id": store.id,
            "name": store.name,
            "address": store.address,
            "phone": store.phone,
        },
        "number": booking.number,
        "version": booking.revision,
        "customer": list_rows.person(booking, with_phone),
        "language": _language(booking),
        "start": store.local(booking.start).isoformat(),
        "end": store.local(booking.end).isoformat(),
        "items": [
            {"code": item["code"], "name": item["name"], "notes": item["notes"]}
            for item in booking.items
        ],
        "advisor": booking.advisor,
        "entitlements": booking.entitlements,
        "change_until": store.local(policy.change_until(booking.start)).isoformat(),
        "cancel_until": store.local(policy.cancel_until(booking.start)).isoformat(),
        "sentences": said["sentences"],
        "customer_side": said["customer_side"],
    }


def _language(booking: Booking) -> str:
    """Return the one of ours that the customer reads best."""
    wished = booking.customer.get("language")
    return wished if wished in LANGUAGES else LANGUAGES[0]


def _filled(store: Store, policy: Policy, words: Words) -> Words:
    return {
        language: Template(text).safe_substitute(
            store=store.name[language],
            phone=store.phone,
            change_hours=_hours(policy.change_notice),
            cancel_hours=_hours(policy.cancel_notice),
            priority_hours=_hours(policy.priority_lead or timedelta()),
            discount=policy.discount.labour_percent if policy.discount else 100,
            late_minutes=int(policy.on_time.total_seconds() // 60),
        )
        for language, text in words.items()
    }


def _hours(length: timedelta) -> str:
    return f"{length.total_seconds() / 3600:g}"
