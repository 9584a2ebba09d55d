"""Messages and calls: what the account holds, and how each reads in an answer."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil
from secrets import token_hex
from typing import Any

import smsutil

from devstack.twilio.moments import rfc2822

API_VERSION = "2010-04-01"

MESSAGE_ENDED = frozenset({"delivered", "undelivered", "failed", "canceled", "received"})
CALL_ENDED = frozenset({"completed", "busy", "no-answer", "failed", "canceled"})

ERROR_WORDS = {
    30001: "Queue overflow",
    30002: "Account suspended",
    30003: "Unreachable destination handset",
    30004: "Message blocked",
    30005: "Unknown destination handset",
    30006: "Landline or unreachable carrier",
    30007: "Message filtered",
    30008: "Unknown error",
    30034: "Sender is not registered",
}


def new_sid(prefix: str) -> str:
    """34 characters, as every Twilio id: two letters and 32 hexadecimal digits."""
    return prefix + token_hex(16)


def segments(body: str) -> int:
    """How many SMS the carrier bills for *body*, in GSM-7 or UCS-2 as the text needs."""
    return len(smsutil.split(body).parts)


@dataclass(frozen=True, kw_only=True)
class Message:
    """One Message resource: to the handset, from it, or a reply the account gave by itself."""

    sid: str
    account_sid: str
    to: str
    sender: str | None
    body: str
    status: str
    created: datetime
    updated: datetime
    sent: datetime | None = None
    direction: str = "outbound-api"
    num_media: int = 0
    messaging_service_sid: str | None = None
    error_code: int | None = None
    status_callback: str | None = None
    redacted: bool = False

    @property
    def ended(self) -> bool:
        return self.status in MESSAGE_ENDED

    @property
    def handset(self) -> str:
        """The customer's number, whoever wrote."""
        return (self.sender or "") if self.direction == "inbound" else self.to

    @property
    def uri(self) -> str:
        return f"/{API_VERSION}/Accounts/{self.account_sid}/Messages/{self.sid}.json"

    def as_json(self) -> dict[str, Any]:
        unassigned = self.status in {"accepted", "scheduled"}
        return {
            "account_sid": self.account_sid,
            "api_version": API_VERSION,
            "body": "" if self.redacted else self.body,
            "date_created": rfc2822(self.created),
            "date_sent": rfc2822(self.sent),
            "date_updated": rfc2822(self.updated),
            "direction": self.direction,
            "error_code": self.error_code,
            "error_message": error_words(self.error_code),
            "from": self.sender,
            "messaging_service_sid": self.messaging_service_sid,
            "num_media": str(self.num_media),
            "num_segments": "0" if unassigned else str(segments(self.body)),
            "price": None,
            "price_unit": "USD",
            "sid": self.sid,
            "status": self.status,
            "subresource_uris": {"media": self.uri.removesuffix(".json") + "/Media.json"},
            "to": self.to,
            "uri": self.uri,
        }


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """One thing the callee heard: words with their voice, or the address of a sound."""

    text: str
    language: str = ""
    voice: str = ""


@dataclass(frozen=True, kw_only=True)
class Script:
    """Where a call's instructions come from: an address, or TwiML handed over with the call."""

    url: str = ""
    method: str = "POST"
    twiml: str = ""
    fallback_url: str = ""
    fallback_method: str = "POST"


@dataclass(frozen=True, kw_only=True)
class Call:
    """One Call resource, with what was said and which keys were pressed."""

    sid: str
    account_sid: str
    to: str
    sender: str
    status: str
    created: datetime
    updated: datetime
    script: Script
    started: datetime | None = None
    answered: datetime | None = None
    ended_at: datetime | None = None
    direction: str = "outbound-api"
    answered_by: str | None = None
    detects_machine: bool = False
    ring_seconds: int = 60
    time_limit: int = 14400
    status_callback: str | None = None
    status_callback_method: str = "POST"
    status_callback_events: frozenset[str] = frozenset({"completed"})
    spoken: tuple[Spoken, ...] = ()
    pressed: str = ""
    faults: tuple[str, ...] = ()

    @property
    def ended(self) -> bool:
        return self.status in CALL_ENDED

    @property
    def handset(self) -> str:
        return self.to

    @property
    def seconds(self) -> int:
        """How long both sides were connected, in whole seconds begun."""
        if self.answered is None or self.ended_at is None:
            return 0
        return ceil((self.ended_at - self.answered).total_seconds())

    @property
    def heard_text(self) -> str:
        return "\n".join(said.text for said in self.spoken)

    @property
    def uri(self) -> str:
        return f"/{API_VERSION}/Accounts/{self.account_sid}/Calls/{self.sid}.json"

    def as_json(self) -> dict[str, Any]:
        below = self.uri.removesuffix(".json")
        return {
            "account_sid": self.account_sid,
            "answered_by": self.answered_by,
            "api_version": API_VERSION,
            "caller_name": None,
            "date_created": rfc2822(self.created),
            "date_updated": rfc2822(self.updated),
            "direction": self.direction,
            "duration": str(self.seconds) if self.ended else None,
            "end_time": rfc2822(self.ended_at),
            "forwarded_from": None,
            "from": self.sender,
            "from_formatted": self.sender,
            "group_sid": None,
            "parent_call_sid": None,
            "phone_number_sid": None,
            "price": None,
            "price_unit": "USD",
            "queue_time": "0",
            "sid": self.sid,
            "start_time": rfc2822(self.started),
            "status": self.status,
            "subresource_uris": {
                name: f"{below}/{part}.json"
                for name, part in (
                    ("events", "Events"),
                    ("notifications", "Notifications"),
                    ("recordings", "Recordings"),
                )
            },
            "to": self.to,
            "to_formatted": self.to,
            "trunk_sid": None,
            "uri": self.uri,
        }


def error_words(code: int | None) -> str | None:
    return None if code is None else ERROR_WORDS.get(code, "The message was not delivered")
