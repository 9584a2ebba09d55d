"""A one-time code: told once, in its minutes, and then only known to whoever read it.

An attempt that ends in doubt is never made again: a second text would be one more to pay for,
and whoever waits asks for another code.  Once a text may have left, its code is struck out of
what is kept.
"""

import re
from dataclasses import replace
from datetime import datetime, timedelta

from common.contracts.notification.codes import MINUTES
from services.notification.domain import messages, words
from services.notification.domain.messages import Message, Verdict
from services.notification.domain.telephones import Telephone

CODE = "code"
DIGITS = re.compile(r"[0-9]{6}")
STRUCK = "••••••"


def intended(
    code_id: str,
    phone: str,
    customer_id: str,
    code: str,
    language: str,
    *,
    now: datetime,
    correlation_id: str,
    texts: words.Texts = words.NONE,
) -> Message:
    """Return the one SMS that tells *phone* its *code*."""
    until = now + timedelta(minutes=MINUTES)
    facts = {"code": code, "minutes": str(MINUTES)}
    text = words.filled(CODE, words.language_of(language), phone, facts, texts)
    about = Telephone(id=code_id, phone=phone, customer_id=customer_id, start=until)
    message = messages.intended(
        CODE, about, text, due_at=now, now=now, correlation_id=correlation_id, until=until
    )
    return replace(message, resent=True)


def unwanted(message: Message, now: datetime) -> Verdict | None:
    """Say that a code is of no use any more once its minutes are over."""
    return Verdict("expired", "too_late") if message.until and now >= message.until else None


def is_of_use(message: Message, state: str) -> bool:
    """Say whether the words of *message* are still needed when it is in *state* from now on."""
    return message.kind != CODE or state == "pending"


def struck(body: str) -> str:
    """Return *body* without the code in it."""
    return DIGITS.sub(STRUCK, body)
