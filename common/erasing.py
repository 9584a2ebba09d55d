"""Taking a person out of what is kept: words and numbers go; ids, states, times and counts stay.

An erased person is one without name and number, so rules that pass over whoever has no
telephone pass over them too.  What a customer does after they were erased is a new start.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from common.contracts.base import Told

Document = dict[str, Any]

GONE = object()
"""What a field becomes that is unset."""

WORDS = ("reason", "note", "notes", "words", "body", "brief", "comment")
"""Free words in an event or a line of history, which may tell of anybody."""
FIGURES = (bool, int, float, datetime)


def nobody(customer: Mapping[str, Any]) -> Document:
    """Return *customer* as it is left: the id, by which they count as one, and the language."""
    return {
        "id": customer.get("id"),
        "name": "",
        "phone": "",
        "email": None,
        "language": customer.get("language") or "zh",
    }


def is_nobody(customer: Mapping[str, Any]) -> bool:
    """Say whether *customer* is what is left of one who was erased."""
    return customer.get("name") == "" and customer.get("phone") == ""


def without_words(line: Mapping[str, Any]) -> Document:
    """Return a *line* of history with its free words left empty."""
    return {name: "" if name in WORDS and value else value for name, value in line.items()}


def figures(fields: Any) -> Document:
    """Return of filled-in *fields* what is a number, a moment, yes or no: figures rest on those."""
    told = fields if isinstance(fields, Mapping) else {}
    return {name: value for name, value in told.items() if isinstance(value, FIGURES)}


def without_person(data: Mapping[str, Any]) -> Document:
    """Return the *data* of an event as it would be told of somebody who has been erased."""
    left = without_words(data)
    if isinstance(data.get("customer"), Mapping):
        left["customer"] = nobody(data["customer"])
    for name, nothing in (("subject", None), ("facts", {}), ("phone", ""), ("to", "")):
        if left.get(name):
            left[name] = nothing
    if "arrival_id" in data:
        left["purpose"] = ""
    return left


def person_of(data: Mapping[str, Any]) -> str | None:
    """Return the id of the customer whom the *data* of an event is about, None if it is nobody."""
    customer = data.get("customer")
    named = customer.get("id") if isinstance(customer, Mapping) else data.get("customer_id")
    return named if isinstance(named, str) else None


def is_about(entry: Mapping[str, Any], customer_id: str, erased_at: datetime) -> bool:
    """Say whether an event as it is kept or sent was told of that customer before *erased_at*."""
    data = entry.get("data")
    if not isinstance(data, Mapping) or person_of(data) != customer_id:
        return False
    return datetime.fromisoformat(entry["occurred_at"]) <= erased_at


def mentions(asked: Any, customer_id: str, identify: Callable[[str], str | None]) -> bool:
    """Say whether somewhere in *asked* a customer is named, by id or by a telephone number.

    *identify* gives the customer's id for a number.
    """
    if isinstance(asked, Mapping):
        phone = asked.get("phone")
        if isinstance(phone, str) and identify(phone) == customer_id:
            return True
        return any(mentions(one, customer_id, identify) for one in asked.values())
    if isinstance(asked, list):
        return any(mentions(one, customer_id, identify) for one in asked)
    return bool(asked == customer_id)


def left_of(told: Told, message: Document) -> tuple[Told, Document]:
    """Return an event and its *message* as they are left once their customer has been erased."""
    data = {**message, "data": without_person(message["data"])}
    return replace(told, data=without_person(told.data)), data
