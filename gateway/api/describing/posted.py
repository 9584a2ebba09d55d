"""What we post to partners' endpoints, for the description: its ``webhooks`` (OpenAPI 3.1)."""

import re
from typing import Any

from common.contracts.notification.feed import AVAILABILITY_CHANGED
from common.contracts.notification.webhooks import TOLD
from gateway.api.describing.vocabulary import A_DAY, BY_NAME, END, START

RULES_CITED = re.compile(r" \([A-Z]{2}-\d\d[^)]*\)").sub
A_MOMENT = {"type": "string", "format": "date-time"}
A_WORD, A_COUNT = {"type": "string"}, {"type": "integer"}
A_WORD_OR_NULL = {"type": ["string", "null"]}
ABOUT_ALL = (
    "Answer 2xx within 15 seconds and work afterwards; do nothing for a `webhook-id` that you have "
    "seen. Of two events of one booking the higher `revision` is the later."
)
HEADERS = {
    "webhook-id": "The event's id: the same at every try and replay.",
    "webhook-timestamp": "When this try was sent, by the real clock: seconds since 1970.",
    "webhook-signature": "After Standard Webhooks: `v1,` and HMAC-SHA256 in base64, one a secret.",
}
RESPONSES = {
    "2XX": {"description": "Taken: it is not sent again."},
    "410": {"description": "Nobody is there any more: the endpoint is disabled."},
    "default": {"description": "Not taken: it is tried again, ten times in three days."},
}
OF_A_BOOKING: dict[str, dict[str, Any]] = {
    "booking_id": A_WORD,
    "number": A_WORD,
    "revision": A_COUNT,
    "status": A_WORD,
    "store_id": A_WORD,
    "timezone": A_WORD,
    "start": A_MOMENT,
    "end": A_MOMENT,
    "items": {"type": "array", "items": A_WORD},
    "partner_reference": A_WORD_OR_NULL,
    "customer": {
        "type": "object",
        "description": "`name` and `phone` are null where they may not be shared (PV-06).",
        "properties": {"id": A_WORD, "name": A_WORD_OR_NULL, "phone": A_WORD_OR_NULL},
        "required": ["id", "name", "phone"],
    },
}
OF_FREE_TIME: dict[str, dict[str, Any]] = {
    "store_id": A_WORD,
    "timezone": A_WORD,
    "days": {"type": "array", "items": {"type": "string", "format": "date"}},
    "sequence": A_COUNT,
}
A_BOOKING = {
    **{name: BY_NAME[name] for name in ("booking_id", "number", "status", "store_id", "timezone")},
    "revision": 1,
    "start": START,
    "end": END,
    "items": BY_NAME["items"],
    "partner_reference": BY_NAME["partner_reference"],
    "customer": {"id": BY_NAME["customer_id"], "name": None, "phone": None},
}
FREE_TIME = {
    "store_id": BY_NAME["store_id"],
    "timezone": BY_NAME["timezone"],
    "days": [A_DAY],
    "sequence": 19,
}


def webhooks() -> dict[str, Any]:
    """Return what is posted of each type of event: its body, its headers, what answers mean."""
    of_bookings = {
        fact.type: _posted(fact.type, _said(fact), OF_A_BOOKING, A_BOOKING) for fact in TOLD
    }
    free_time = "Bookings of others changed a store's free time; sent where it is named."
    return of_bookings | {
        AVAILABILITY_CHANGED: _posted(AVAILABILITY_CHANGED, free_time, OF_FREE_TIME, FREE_TIME)
    }


def _posted(
    type_: str, says: str, fields: dict[str, dict[str, Any]], example: dict[str, Any]
) -> dict[str, Any]:
    message = {"type": type_, "timestamp": "2026-03-09T01:00:00+00:00", "data": example}
    data = {"type": "object", "properties": fields, "required": list(fields)}
    schema = {
        "type": "object",
        "properties": {
            "type": {"const": type_},
            "timestamp": {**A_MOMENT, "description": "When it happened, in UTC."},
            "data": data,
        },
        "required": ["type", "timestamp", "data"],
    }
    return {
        "post": {
            "operationId": f"on_{type_}",
            "summary": says,
            "description": ABOUT_ALL,
            "security": [],
            "parameters": [
                {
                    "in": "header",
                    "name": name,
                    "required": True,
                    "schema": A_WORD,
                    "description": of,
                }
                for name, of in HEADERS.items()
            ],
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": schema, "example": message}},
            },
            "responses": RESPONSES,
        }
    }


def _said(fact: Any) -> str:
    """Return what *fact* says of itself, without the rules it cites, or at least its name."""
    first = (fact.__doc__ or "").strip().partition("\n\n")[0]
    return RULES_CITED("", " ".join(first.split())) or f"{fact.type.replace('_', ' ')}."
