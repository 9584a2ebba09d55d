"""Why a visit cannot begin at a time: every rule that refuses it, not the first one only.

Each reason says in words what stands in the way, which pool it concerns if it is one, and
which role could change it.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from common.contracts.booking import (
    ChannelClosed,
    Horizon,
    LeadTime,
    NotASlot,
    OutsideHours,
    SlotTaken,
)
from services.booking.domain.availability import Busy, free_lanes, lanes_away
from services.booking.domain.calendars import Words
from services.booking.domain.openings import check_start
from services.booking.domain.policy import check_channel
from services.booking.domain.quotas import Asker
from services.booking.domain.stores import Item, Lane, Store, demands, visit_ticks
from services.booking.domain.ticks import TICK

MANAGER = "manager"
AGENT = "booking_agent"
ALL_TAKEN = {"zh": "已约满：{}。", "en": "All are taken: {}."}
TAKEN = {"zh": "已被占用：{}。", "en": "Taken: {}."}
OFF_DUTY = {"zh": "当时不在班：{}。", "en": "Off duty then: {}."}
KEPT = {"zh": "为其他渠道或提前预约保留：{}。", "en": "Kept for others who book otherwise: {}."}
JOINT = {"zh": "", "en": " "}


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that refuses: its ``code`` is that of the error that a booking would meet."""

    code: str
    resource: str | None
    sentence: Words
    who_may_change: str | None


def reasons(
    store: Store,
    items: list[Item],
    start: datetime,
    channel: str | None,
    now: datetime,
    busy: Busy,
) -> list[Reason]:
    """Return why *items* cannot begin at *start*; nothing when they can."""
    return [
        *_of_the_channel(store, channel),
        *_of_the_hours(store, items, start),
        *_of_the_notice(store, items, start, channel, now),
        *_of_the_lanes(store, items, start, busy, Asker(channel, now)),
    ]


def told(reason: Reason) -> dict[str, Any]:
    return asdict(reason)


def free_at(
    store: Store, items: list[Item], start: datetime, busy: Busy, who: Asker | None = None
) -> int:
    """Return how many visits of such could still begin then (the scarcest pool decides)."""
    return min(
        (len(free_lanes(demand, start, busy, who)) for demand in demands(store, items)), default=1
    )


def _of_the_channel(store: Store, channel: str | None) -> Iterator[Reason]:
    try:
        check_channel(channel, store.channels)
    except ChannelClosed:
        sentence = {
            "zh": f"本店不接受 {channel} 渠道的预约。",
            "en": f"The store does not book by {channel}.",
        }
        yield Reason(ChannelClosed.code, None, sentence, MANAGER)


def _of_the_hours(store: Store, items: list[Item], start: datetime) -> Iterator[Reason]:
    try:
        check_start(store, start, visit_ticks(items))
    except OutsideHours:
        yield Reason(OutsideHours.code, None, _hours_in_words(store, items, start), MANAGER)
    except NotASlot:
        yield Reason(NotASlot.code, None, _starts_in_words(store), MANAGER)


def _of_the_notice(
    store: Store, items: list[Item], start: datetime, channel: str | None, now: datetime
) -> Iterator[Reason]:
    notice = store.notice(channel, items)
    try:
        notice.check(start, now)
    except LeadTime:
        if start <= now:
            passed = {"zh": "这个时间已经过去。", "en": "That time has passed."}
            yield Reason(LeadTime.code, None, passed, None)
            return
        at = _clock(store, now + notice.lead)
        sentence = {
            "zh": f"须提前预约，最早 {at}。",
            "en": f"The store must know ahead: from {at} on.",
        }
        yield Reason(LeadTime.code, None, sentence, MANAGER)
    except Horizon:
        at = _clock(store, now + notice.horizon)
        sentence = {
            "zh": f"目前只接受到 {at} 的预约。",
            "en": f"The store books until {at} so far.",
        }
        yield Reason(Horizon.code, None, sentence, MANAGER)


def _of_the_lanes(
    store: Store, items: list[Item], start: datetime, busy: Busy, who: Asker
) -> Iterator[Reason]:
    for demand in demands(store, items):
        if free_lanes(demand, start, busy, who):
            continue
        away = lanes_away(demand, start, busy)
        kept = free_lanes(demand, start, busy)
        taken = [lane for lane in demand.lanes if lane not in away and lane not in kept]
        sentences = [
            _named(OFF_DUTY, away),
            _named(KEPT, kept),
            _named(TAKEN if away or kept else ALL_TAKEN, taken),
        ]
        sentence = {
            language: JOINT[language].join(one[language] for one in sentences if one)
            for language in JOINT
        }
        yield Reason(SlotTaken.code, demand.pool.id, sentence, AGENT if taken else MANAGER)


def _named(says: Words, lanes: list[Lane]) -> Words | None:
    if not lanes:
        return None
    names = {
        "zh": "、".join(lane.name["zh"] for lane in lanes),
        "en": ", ".join(lane.name["en"] for lane in lanes),
    }
    return {language: says[language].format(names[language]) for language in says}


def _hours_in_words(store: Store, items: list[Item], start: datetime) -> Words:
    hours = store.open_on(store.local(start).date())
    if not hours:
        occasion = store.calendar.occasion(store.local(start).date())
        if occasion:
            return {
                "zh": f"门店当天不营业（{occasion['zh']}）。",
                "en": f"The store is closed that day ({occasion['en']}).",
            }
        return {"zh": "门店当天不营业。", "en": "The store is closed that day."}
    spans = [f"{store.local(opens):%H:%M}–{store.local(closes):%H:%M}" for opens, closes in hours]
    ends = f"{store.local(start + visit_ticks(items) * TICK):%H:%M}"
    return {
        "zh": f"门店当天营业时间 {'、'.join(spans)}，服务将到 {ends} 结束。",
        "en": f"The store is open {' and '.join(spans)} that day; the visit would end at {ends}.",
    }


def _starts_in_words(store: Store) -> Words:
    if not store.starts:
        step = store.step_minutes
        return {
            "zh": f"从开门起每 {step} 分钟可开始一次。",
            "en": f"Visits begin every {step} minutes from the opening on.",
        }
    starts = [f"{at:%H:%M}" for at in store.starts]
    return {
        "zh": f"只能在 {'、'.join(starts)} 开始。",
        "en": f"Visits begin at {', '.join(starts)} only.",
    }


def _clock(store: Store, moment: datetime) -> str:
    """Return *moment* to the minute, rounded up: before it is refused."""
    whole = store.local(moment + timedelta(seconds=59)).replace(second=0, microsecond=0)
    return f"{whole:%Y-%m-%d %H:%M}"
