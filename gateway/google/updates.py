"""Which move an update asks for: none, where the booking is already as it should be."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from common.contracts.base import Call
from common.contracts.booking import CANCEL, RESCHEDULE
from gateway.google.slots import asked_for
from gateway.google.wording import CANCELED, STATUSES


@dataclass(frozen=True)
class Wanted:
    """A call to booking, and what it is asked with."""

    call: Call
    fields: dict[str, Any]


def wanted(asked: dict[str, Any], before: dict[str, Any]) -> Wanted | None:
    """Return the move that makes *before* what was *asked* for; None if it is that already."""
    if asked["status"] == CANCELED:
        if STATUSES[before["status"]] == CANCELED:
            return None
        return Wanted(CANCEL, {"reason_code": "customer_request", "reason": ""})
    after = slot_after(asked, before)
    same_item = after["service_id"] == before["items"][0]["code"]
    same_time = after["start_sec"] == datetime.fromisoformat(before["start"])
    if same_item and same_time and after["staff"] == before["staff"]:
        return None
    fields = {"start": after["start_sec"], "staff": after["staff"], "reason": ""}
    return Wanted(RESCHEDULE, fields if same_item else {**fields, "items": [after["service_id"]]})


def slot_after(asked: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """Return the slot that *before* would have: what was not said stays."""
    slot = asked["slot"] or {}
    return {
        "service_id": slot.get("service_id") or before["items"][0]["code"],
        "start_sec": slot.get("start_sec") or datetime.fromisoformat(before["start"]),
        "duration_sec": slot.get("duration_sec"),
        "staff": asked_for(slot.get("resources")) or before["staff"],
    }
