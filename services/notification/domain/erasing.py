"""What is left of notification's documents once a person has been taken out of them (PV-07).

What they agreed to and took back stays: it proves what was done because of it, under an id
that is a keyed hash.  Of an opt-out only that is kept in any case.
"""

from datetime import datetime
from typing import Any

from common.erasing import GONE, Document
from services.notification.domain.people.acts import CHANNELS, MARKETING, SHARING, STAFF, Act

ERASED = {
    "zh": "客户资料已删除",
    "zh-Hant": "客戶資料已刪除",
    "en": "The customer's data has been erased",
}
PENDING = "pending"
OFFICE = {"id": "followup", "kind": "service", "role": ""}


def booking_left(document: Document) -> Document:
    return {"phone": "", "email": None}


def message_left(document: Document) -> Document:
    """Return what is left of a message: that it was sent, when and by which way.

    One that nobody has begun to send is not sent any more.
    """
    left = {**unsaid(document), "to": ""}
    if document.get("state") == PENDING:
        left |= {"state": "suppressed", "why": "erased", "sentence": ERASED}
    return left


def unsaid(document: Document) -> Document:
    """Return what is left of a message that is old: to whom, when, and how far it came."""
    return {"body": "", "subject": None, "calendar": None, "values": {}, "talk": GONE}


def text_unsaid(document: Document) -> Document:
    return {"body": "", "answer": ""}


def text_left(document: Document) -> Document:
    return {"phone": "", "body": "", "answer": ""}


def recipient_left(document: Document) -> Document:
    return {"to": ""}


def customer_left(document: Document) -> Document:
    return {"name": None, "phone": None}


def delivery_left(document: Document) -> Document:
    """Return what is left of a webhook's delivery: what partners answered may repeat it."""
    return {"tries": [{**tried, "answer": ""} for tried in document.get("tries", ())]}


def person_left(document: Document) -> Document:
    acts: list[dict[str, Any]] = [
        {**act, "reason": "" if act.get("source") == STAFF else act["reason"]}
        for act in document.get("acts", ())
    ]
    return {"acts": acts, "preferences": None}


def opt_out_left(document: Document) -> Document:
    return {"reason": ""}


def taken_back(customer_id: str, erased_at: datetime) -> Act:
    """Return that an erased person agrees to nothing any more until they are asked anew."""
    return Act(
        id=f"erased:{customer_id}:{erased_at.isoformat()}",
        given=False,
        purposes=(MARKETING, SHARING),
        channels=CHANNELS,
        source=STAFF,
        at=erased_at,
        by=OFFICE,
    )
