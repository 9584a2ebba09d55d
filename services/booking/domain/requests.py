"""What somebody asks for, read once: items, who comes, who asked, and the request's identity."""

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Any, Self, TypeVar

import orjson

from common import phones
from common.actor import Actor
from common.contracts.booking.customers import OWN_CHANNELS
from common.errors import Forbidden, Invalid
from services.booking.domain import advisors
from services.booking.domain.privacy import faults_of_version, needed, never, version_told
from services.booking.domain.stores import Item, Store

NUMBER_ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"
NUMBER_LENGTH = 6
PARTNER, CUSTOMER = "partner", "customer"

Told = TypeVar("Told", str, str | None)
NO_NUMBER = "not a telephone number that can be called"


@dataclass(frozen=True, slots=True)
class Wish:
    """A booking that somebody wants; ``facts`` are the fields that are kept as they came."""

    items: list[Item]
    start: datetime
    channel: str
    facts: dict[str, Any]
    advisor: str | None = None

    @classmethod
    def of(
        cls,
        asked: dict[str, Any],
        store: Store,
        by: Actor,
        identify: Callable[[str], str],
        counted: Callable[[str], bool] = never,
    ) -> Self:
        """Read a request.  A partner is named by who asks, never by the request.

        *identify* gives the customer's id for a number; *counted* says whether the words of a
        version were told here before.  What customers say they read was checked on their page.

        Raises:
            Invalid: every fault at once (BK-02).
            Forbidden: a customer asks for somebody else's number.
        """
        faults: dict[str, list[str]] = {}
        items: list[Item] = []
        try:
            items = store.chosen(asked["items"], asked["staff"])
        except Invalid as error:
            faults |= error.details["fields"]
        identity = any(item.requires_identity for item in items)
        if identity and not _identified(asked["customer"]):
            faults["customer.id_number"] = ["is missing"]
        customer = customer_of(needed(asked["customer"], identity), identify)
        if customer is None:
            faults["customer.phone"] = [NO_NUMBER]
        faults |= advisors.faults_of(store, asked, asked["start"])
        booker = booker_of(asked["booker"])
        if asked["booker"] and booker is None:
            faults["booker.phone"] = [NO_NUMBER]
        if by.kind != CUSTOMER:
            faults |= faults_of_version(asked["consents"], store.privacy, counted)
        if faults:
            raise Invalid(fields=faults)
        if by.kind == CUSTOMER and customer and customer["id"] != by.id:
            raise Forbidden(needs="a number of their own")
        # A partner's bookings are its own, whatever it calls them: figures by channel rest on it.
        partner = partner_of(by)
        channel = channel_of(by, asked["channel"])
        facts = {
            "customer": customer,
            "booker": booker,
            "subject": asked["subject"],
            "staff": asked["staff"],
            "channel": channel,
            "origin": asked["origin"] if by.kind not in (PARTNER, CUSTOMER) else "passive",
            "partner_id": partner,
            "partner_reference": asked["partner_reference"],
            "consents": asked["consents"],
            "privacy_version": version_told(
                asked["consents"], store.privacy, by_us=by.kind != PARTNER
            ),
            "note": asked["note"],
            "created_by": by.as_json(),
            "taken_by": asked.get("taken_by"),
        }
        return cls(items, asked["start"].astimezone(UTC), channel, facts, asked.get("advisor"))


def _identified(customer: dict[str, Any]) -> bool:
    """Say whether the ID number was given, where a request can give it at all (BK-05)."""
    return "id_number" not in customer or bool(customer["id_number"])


def customer_of(asked: dict[str, Any], identify: Callable[[str], str]) -> dict[str, Any] | None:
    """Return the customer with id and E.164 number, or None if the number is none."""
    phone = phones.e164(asked["phone"])
    if phone is None:
        return None
    return {
        **asked,
        "name": asked["name"].strip(),
        "phone": phone,
        "id": identify(phone),
    }


def booker_of(asked: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return who booked for somebody else with the E.164 number, or None if it is none (CH-21)."""
    phone = phones.e164(asked["phone"]) if asked else None
    return {"name": asked["name"].strip(), "phone": phone} if asked and phone else None


def channel_of(by: Actor, told: Told) -> Told:
    """Return the channel through which *by* asks: a partner's is its own, whatever it says.

    Customers ask by ``web`` unless they say by which other channel of theirs.
    """
    if by.kind == CUSTOMER:
        return told if told in OWN_CHANNELS else OWN_CHANNELS[0]
    return PARTNER if by.kind == PARTNER else told


def partner_of(by: Actor) -> str | None:
    return by.id if by.kind == PARTNER else None


def id_of(actor_id: str, idempotency_key: str | None, kind: str = "b") -> str:
    """Return an id: made of the key where there is one, so that a repeat meets itself.

    *kind* is ``b`` for a booking, ``h`` for a hold.
    """
    if idempotency_key is None:
        return f"{kind}-{uuid.uuid4().hex[:24]}"
    told = f"{actor_id}|{idempotency_key}"
    return f"{kind}-{hashlib.sha256(told.encode()).hexdigest()[:24]}"


def fingerprint(asked: dict[str, Any]) -> str:
    """Return a hash that two requests share only if they ask the same."""
    return hashlib.sha256(orjson.dumps(asked, option=orjson.OPT_SORT_KEYS)).hexdigest()


def number_of(chance: Random) -> str:
    """Return a short reference to read out: no vowels, no digits that look like letters."""
    drawn, written = chance.randrange(len(NUMBER_ALPHABET) ** NUMBER_LENGTH), ""
    for _ in range(NUMBER_LENGTH):
        drawn, place = divmod(drawn, len(NUMBER_ALPHABET))
        written += NUMBER_ALPHABET[place]
    return written
