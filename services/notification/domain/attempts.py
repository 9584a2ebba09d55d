"""What to do after each attempt to hand a message to Twilio.

Twilio knows no idempotency key.  So a request whose end is unknown is looked up, three
times over ten minutes, before the message is sent once more; and never a second time.
An e-mail cannot be looked up: it waits as long, and goes once more under the same Message-ID.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from services.notification.domain import carrier
from services.notification.domain.carrier import Code
from services.notification.domain.messages import Message, Verdict

START_SECONDS = 5.0
"""How long after it was written down a request may still begin."""

WAITS = (1, 5, 30, 120)
SENDER_TROUBLE_WAIT = timedelta(minutes=5)
SEARCH_BEFORE = timedelta(minutes=1)
LOOKS = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10))


@dataclass(frozen=True, slots=True)
class Accepted:
    """Twilio took it under *sid*.

    ``body`` is what the handset shows where the provider writes it, by a template of its own.
    """

    sid: str
    status: str
    body: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class NotSent:
    """Twilio cannot have seen it: nobody listened, or nobody was found."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """Twilio said no: *code* is its own, or the HTTP *status* where somebody else answered.

    Another's no tells its ``kind``, one of the carrier's classes, along with the code.
    """

    code: Code
    status: int
    retry_after: timedelta | None = None
    kind: str = ""

    @property
    def meaning(self) -> str:
        return self.kind or carrier.class_of(self.code, self.status)

    @property
    def is_trouble(self) -> bool:
        """Say whether nobody's message would get through (it is about us)."""
        return self.meaning == carrier.SENDER_TROUBLE


@dataclass(frozen=True, slots=True)
class Unspeakable:
    """The provider may not be given these words: nothing was sent; ``why`` says it to people."""

    why: str
    code: Code
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Unknown:
    """The answer was lost, so it may or may not have been sent, in the words of ``body``."""

    body: str = field(default="", compare=False)


Outcome = Accepted | NotSent | Rejected | Unspeakable | Unknown


@dataclass(frozen=True, slots=True)
class Seen:
    """One message as its provider lists it: by its words, or by the token that went with it."""

    sid: str
    body: str
    status: str
    error_code: Code | None
    token: str = ""


IN_DOUBT = Verdict("unknown", "no_answer", reconcile=True)


def after(outcome: NotSent | Rejected | Unspeakable | Unknown, attempts: int) -> Verdict:
    """Say what becomes of a message whose attempt number *attempts* ended in *outcome*."""
    match outcome:
        case NotSent():
            return Verdict("pending", "not_connected", wait=_wait(attempts))
        case Rejected():
            return _after_no(outcome, attempts)
        case Unspeakable():
            return Verdict("failed", outcome.why, outcome.code, facts={**outcome.facts})
        case Unknown():
            return IN_DOUBT


def _after_no(no: Rejected, attempts: int) -> Verdict:
    match no.meaning:
        case carrier.PERMANENT:
            return Verdict("failed", "unreachable", no.code)
        case carrier.OPTED_OUT:
            return Verdict("suppressed", "opted_out", no.code, opted_out=True)
        case carrier.LATER:
            wait = no.retry_after or carrier.WAITS.get(no.code) or _wait(attempts)
            return Verdict("pending", "carrier_busy", no.code, wait=wait)
        case carrier.WORDS:
            return Verdict("failed", "words_refused", no.code)
        case carrier.UNKNOWN:
            return IN_DOUBT
        case _:
            return Verdict("pending", "sender_trouble", no.code, wait=SENDER_TROUBLE_WAIT)


def _wait(attempts: int) -> timedelta:
    return timedelta(seconds=WAITS[min(attempts, len(WAITS)) - 1])


def is_in_doubt(message: Message) -> bool:
    """Say whether Twilio is still to be searched for *message*."""
    return message.state == "unknown" and message.looks < len(LOOKS)


def is_open(message: Message) -> bool:
    """Say whether there is anything left to do before Twilio has taken *message*."""
    return message.state in ("pending", "submitting") or is_in_doubt(message)


def left_behind(message: Message) -> Verdict | None:
    """Judge a message that another process had begun to send when it died, or had in doubt."""
    if message.state in ("submitting", "unknown"):
        return replace(IN_DOUBT, looks=message.looks)
    return None


def search_from(message: Message) -> datetime:
    """Return since when Twilio may have sent a message that is in doubt; clocks differ a little."""
    return (message.attempted_at or message.created_at) - SEARCH_BEFORE


def until_look(message: Message, real_now: datetime) -> timedelta:
    """Return how long to wait before Twilio is searched again; nothing or less means now."""
    begun = message.attempted_at or real_now
    return begun + LOOKS[min(message.looks, len(LOOKS) - 1)] - real_now


def recognised(message: Message, listed: Iterable[Seen], others: Collection[str]) -> Seen | None:
    """Return the one of *listed* that is *message*, and no other message's sid."""
    mine = (seen for seen in listed if _is(message, seen) and seen.sid not in others)
    return next(mine, None)


def _is(message: Message, seen: Seen) -> bool:
    """Say whether *seen* has our token, or else our very words; Twilio may put some before them.

    Of what shows neither it is only known that it went to that number: it is taken for ours,
    as nothing is sent twice for want of a proof.
    """
    if seen.token:
        return seen.token in message.tokens
    return message.body in seen.body if seen.body else True


def after_look(message: Message, unwanted: Verdict | None, real_now: datetime) -> Verdict:
    """Say what becomes of a message that Twilio does not list.

    After the last look it is sent once more, if that still makes sense; it waits for that
    where it has to.  If that one is not listed either, it counts as failed: a message in doubt
    for ever would help nobody, and what is told of it later still counts.
    """
    looks = message.looks + 1
    if looks < len(LOOKS):
        wait = until_look(replace(message, looks=looks), real_now)
        return Verdict("unknown", "no_answer", looks=looks, wait=wait)
    if unwanted and unwanted.state != "pending":
        return unwanted
    if message.resent:
        return Verdict("failed", "not_found", looks=looks)
    if unwanted:
        return replace(unwanted, looks=looks, resend=True)
    return Verdict("pending", "not_found", looks=looks, resend=True, wait=timedelta())
