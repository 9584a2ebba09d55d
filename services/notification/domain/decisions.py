"""Whether a message that is still true may be sent at this moment, and else why not.

Each reason is a word with the facts that it rests on; ``sentences`` says it to people.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from services.notification.domain.carrier import Code
from services.notification.domain.manners import Manners, after_quiet, is_quiet
from services.notification.domain.messages import Message, Verdict
from services.notification.domain.people.windows import Window, next_open
from services.notification.domain.purposes import PURPOSES, OverBudget, over_budget

WARN_AT_PERCENT = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known when a message is about to be sent.

    ``sent`` are the moments of uninvited messages to that person, over all stores; ``calls``
    when somebody is to call them before the visit; ``spent_fen`` what the store has spent
    this month, ``cost_fen`` what this message costs; ``paused_until`` is real time.
    ``refused_at`` is since when they want nothing of that purpose by that channel, ``hours``
    when they prefer to be contacted.
    """

    manners: Manners
    zone: ZoneInfo
    opted_out: bool = False
    agreed_to_marketing: bool | None = None
    sent: tuple[datetime, ...] = ()
    calls: tuple[datetime, ...] = ()
    spent_fen: int = 0
    cost_fen: int = 0
    paused_until: datetime | None = None
    paused_code: Code | None = None
    refused_at: datetime | None = None
    hours: Window | None = None


@dataclass(frozen=True, slots=True)
class Moments:
    """Business time, by which rules go, and real time, by which a provider is away."""

    now: datetime
    real: datetime = field(kw_only=True)


def held_back(message: Message, known: Known, at: Moments) -> Verdict | None:
    """Say why *message* must not be sent now, or None if it may.

    What will never be right is dropped first; what only has to wait, waits.
    """
    purpose = PURPOSES[message.purpose]
    if known.opted_out:
        return Verdict("suppressed", "opted_out")
    if known.refused_at:
        since = {"since_at": known.refused_at.isoformat()}
        return Verdict("suppressed", f"{purpose.name}_refused", facts=since)
    if purpose.needs_consent and not known.agreed_to_marketing:
        return Verdict("suppressed", "no_consent")
    if message.kind == "reminder" and (call := _near(known.calls, at.now, known.manners.call_gap)):
        return Verdict("suppressed", "call_instead", facts={"call_at": call.isoformat()})
    if not (purpose.own_act or purpose.urgent):
        if _too_dear(known):
            cap = known.manners.spend_cap_fen
            return Verdict(
                "suppressed", "spend_cap", facts={"cap_fen": cap, "spent_fen": known.spent_fen}
            )
        if over := over_budget(purpose, known.sent, at.now):
            return _too_many(message, over)
        if known.hours:
            opens = next_open(known.hours, at.now, known.zone)
            if opens > at.now:
                return _in_their_hours(message, known.hours, opens)
        elif is_quiet(known.manners, at.now, known.zone):
            ends = after_quiet(known.manners, at.now, known.zone)
            return _later_or_never(message, ends)
    if known.paused_until and at.real < known.paused_until:
        return Verdict(
            "pending",
            "provider_down",
            known.paused_code,
            wait=known.paused_until - at.real,
            facts={"until": known.paused_until.isoformat()},
        )
    return None


def is_warned(before_fen: int, after_fen: int, cap_fen: int | None) -> bool:
    """Say whether spending up to *after_fen* crosses the share of the cap that is warned of."""
    if cap_fen is None:
        return False
    mark = cap_fen * WARN_AT_PERCENT / 100
    return before_fen < mark <= after_fen


def _too_many(message: Message, over: OverBudget) -> Verdict:
    """Let a notice wait that is of use for long enough; drop anything else."""
    facts = {"came": over.came, "days": over.days, "again_at": over.again_at.isoformat()}
    if message.notice_id and message.until and over.again_at < message.until:
        return Verdict("pending", "budget", again_at=over.again_at, facts=facts)
    return Verdict("suppressed", "budget", facts=facts)


def _later_or_never(message: Message, ends: datetime) -> Verdict:
    facts = {"until": ends.isoformat()}
    useful_until = message.until or message.start
    if ends >= useful_until:
        return Verdict("expired", "quiet_hours", facts=facts)
    return Verdict("pending", "quiet_hours", again_at=ends, facts=facts)


def _in_their_hours(message: Message, hours: Window, opens: datetime) -> Verdict:
    """Say that *message* waits until its time has come, by which it is due from then on."""
    facts = {"hours": str(hours), "until": opens.isoformat()}
    if opens >= (message.until or message.start):
        return Verdict("expired", "no_hours_left", facts=facts)
    return Verdict("pending", "their_hours", again_at=opens, due_anew=True, facts=facts)


def _near(calls: Iterable[datetime], now: datetime, gap: timedelta) -> datetime | None:
    return next((call for call in calls if abs(call - now) <= gap), None)


def _too_dear(known: Known) -> bool:
    cap = known.manners.spend_cap_fen
    return cap is not None and known.spent_fen + known.cost_fen > cap
