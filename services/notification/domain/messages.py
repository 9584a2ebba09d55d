"""A message: one intent to tell one customer one thing, and how far it came."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from common.contracts.followup import NOTICES
from services.notification.domain import prices
from services.notification.domain.bookings import Booking
from services.notification.domain.carrier import Code
from services.notification.domain.notices.notice import Notice
from services.notification.domain.offers import Offer
from services.notification.domain.purposes import OF_KIND
from services.notification.domain.telephones import Telephone
from services.notification.domain.words import Text

SMS, EMAIL, VOICE, PUSH = "sms", "email", "voice", "push"
OFFERED = "offer"
KINDS = ("confirmation", "change", "cancellation", "reminder", "not_reached", OFFERED,
         "call", "confirm_call",
         "next_day_list", "vip_change", "vip_arrival", "departure", "code", *NOTICES)  # fmt: skip
UNSENT = -1
"""The rank of a message that Twilio is not known to have taken."""


def message_id(booking_id: str, revision: int, kind: str, lead_minutes: int, channel: str) -> str:
    """Return the key under which the same intent exists once."""
    step = f"{kind}{lead_minutes or ''}"
    key = f"{booking_id}|{revision}|{step}|{channel}"
    return f"m-{hashlib.sha256(key.encode()).hexdigest()[:24]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """``state`` is one of the contract's; ``rank`` how far Twilio says it came.

    ``why`` is one word for the state, one of ``sentences.SENTENCES``; empty where there is
    nothing to explain.

    ``attempts`` counts the requests begun, ``looks`` the searches after the last one;
    ``attempted_at`` is real time, every other moment business time.  ``booking_id`` of an offer
    is the entry that waits, ``until`` when it ends.  ``purpose`` says what it is for, and
    ``sentence`` why it stands so, in words for the people who work with it.  An e-mail has a
    ``subject``, and may bring a ``calendar`` file.  ``repeat`` counts those of the same intent
    that went before and reached nobody.  ``next_look_at``, real time, is when its provider is
    asked about it unless it has told by then.  ``values`` are the facts that its words were
    filled with, for providers that take no words but templates of their own.  ``alone`` says
    that it goes in the place of an SMS.  That of a broadcast says its ``broadcast_id``, and its
    ``booking_id`` is the recipient; ``notice_id`` is the notice that it tells of.
    """

    id: str
    store_id: str
    booking_id: str
    revision: int
    kind: str
    lead_minutes: int
    channel: str
    to: str
    body: str
    segments: int
    language: str
    start: datetime
    due_at: datetime
    created_at: datetime
    correlation_id: str
    states: tuple[dict[str, Any], ...]
    state: str = "pending"
    why: str = ""
    rank: int = UNSENT
    sid: str | None = None
    error_code: Code | None = None
    attempts: int = 0
    looks: int = 0
    resent: bool = False
    tokens: tuple[str, ...] = ()
    attempted_at: datetime | None = None
    next_look_at: datetime | None = None
    sent_at: datetime | None = None
    until: datetime | None = None
    purpose: str = "answer"
    customer_id: str = ""
    timezone: str = "Asia/Shanghai"
    cost_fen: int = 0
    sentence: dict[str, str] | None = None
    subject: str | None = None
    calendar: str | None = None
    repeat: int = 0
    values: Mapping[str, str] = field(default_factory=dict)
    notice_id: str | None = None
    alone: bool = False
    broadcast_id: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to become of a message that Twilio has not taken.

    ``wait`` is real time until it is looked at again, ``again_at`` the moment of business time;
    ``looks`` the searches so far; ``facts`` is what the reason rests on;
    ``reconcile`` asks for a search at Twilio, ``resend`` says that this is the one further attempt;
    ``opted_out`` says that the number wants no more SMS, ``due_anew`` that ``again_at`` is when
    the message is due from now on.
    """

    state: str
    why: str = ""
    error_code: Code | None = None
    wait: timedelta | None = None
    looks: int = 0
    reconcile: bool = False
    resend: bool = False
    opted_out: bool = False
    again_at: datetime | None = None
    due_anew: bool = False
    facts: dict[str, Any] = field(default_factory=dict)


def anew(
    message: Message,
    step: str,
    *,
    due_at: datetime,
    now: datetime,
    why: str,
    sentence: dict[str, str] | None,
    repeat: int,
) -> Message:
    """Return *message* to be sent once more in the same words; *step* tells it from others."""
    lead, about = message.lead_minutes, message.booking_id
    return replace(
        message,
        id=message_id(about, message.revision, f"{message.kind}.{step}", lead, message.channel),
        due_at=due_at,
        created_at=now,
        states=({"state": "pending", "at": now, "why": why},),
        state="pending",
        why=why,
        sentence=sentence,
        repeat=repeat,
        rank=UNSENT,
        sid=None,
        error_code=None,
        attempts=0,
        looks=0,
        resent=False,
        tokens=(),
        attempted_at=None,
        next_look_at=None,
        sent_at=None,
    )


def intended(
    kind: str,
    about: Booking | Offer | Notice | Telephone,
    text: Text,
    *,
    due_at: datetime,
    now: datetime,
    correlation_id: str,
    lead_minutes: int = 0,
    until: datetime | None = None,
) -> Message:
    """Return the SMS of *kind* that the customer of what it is *about* is to get at *due_at*."""
    return Message(
        id=message_id(about.id, about.revision, kind, lead_minutes, SMS),
        store_id=about.store_id,
        booking_id=about.id,
        revision=about.revision,
        kind=kind,
        lead_minutes=lead_minutes,
        channel=SMS,
        to=about.phone,
        body=text.body,
        segments=text.segments,
        language=text.language,
        start=about.start,
        due_at=due_at,
        created_at=now,
        correlation_id=correlation_id,
        states=({"state": "pending", "at": now},),
        until=until,
        purpose=OF_KIND[kind].name,
        customer_id=about.customer_id,
        timezone=about.timezone,
        cost_fen=prices.cost_fen(about.phone, text.segments),
        values=text.values,
    )
