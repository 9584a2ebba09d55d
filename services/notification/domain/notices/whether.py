"""Whether, when and by which ways a customer is told of a notice."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from services.notification.domain.manners import Manners, after_quiet
from services.notification.domain.messages import EMAIL, Message, Verdict, intended, message_id
from services.notification.domain.notices import wording
from services.notification.domain.notices.notice import Notice, Standing
from services.notification.domain.words import NONE, Texts

MAILED = ("maintenance_due", "campaign", "refund")
"""What goes by e-mail too: it may be kept, or is read at leisure."""
BRINGS_BACK = ("maintenance_due", "missed_visit", "after_call")
"""What asks somebody to come; who is expected need not be asked."""


def wanted(
    notice: Notice,
    *,
    now: datetime,
    correlation_id: str,
    texts: Texts = NONE,
    sender: str = "",
) -> Iterator[Message]:
    """Yield the messages that tell of *notice*: not before its moment, nor in the quiet hours.

    *sender* is whom e-mails come from; without, none go.
    """
    zone = ZoneInfo(notice.timezone)
    due_at = after_quiet(Manners.of(notice.messages), max(notice.from_at, now), zone)
    sms = intended(
        notice.kind,
        notice,
        wording.noticed(notice, texts),
        due_at=due_at,
        now=now,
        correlation_id=correlation_id,
        until=notice.until,
    )
    sms = replace(sms, booking_id=notice.about, notice_id=notice.id)
    yield sms
    if sender and notice.email and notice.kind in MAILED:
        yield _mail(sms, notice, notice.email, texts)


def overtaken(message: Message, known: Standing | None) -> Verdict | None:
    """Say why the *message* of a notice does not hold any more as that stands, or None."""
    if known is None or known.revision < message.revision:
        return None
    if not known.stands:
        return Verdict("suppressed", "not_wanted")
    return Verdict("suppressed", "superseded") if known.revision > message.revision else None


def unwanted(
    message: Message, known: Standing | None, is_expected: bool, now: datetime
) -> Verdict | None:
    """Say why the *message* of a notice is not true or of no use any more at *now*, or None.

    *is_expected* says that its customer has a visit to come in that store.
    """
    if verdict := overtaken(message, known):
        return verdict
    if is_expected and message.kind in BRINGS_BACK:
        return Verdict("suppressed", "is_expected")
    if message.until and now >= message.until:
        return Verdict("expired", "too_late")
    return None


def _mail(sms: Message, notice: Notice, address: str, texts: Texts) -> Message:
    text = wording.mailed(notice, texts)
    return replace(
        sms,
        id=message_id(notice.id, notice.revision, notice.kind, 0, EMAIL),
        channel=EMAIL,
        to=address,
        subject=text.subject,
        body=text.body,
        segments=0,
        cost_fen=0,
    )
