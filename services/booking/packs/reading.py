"""A store's plain configuration read into the values that the rules work with."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from common.contracts.booking import CHANNELS, WEEKDAYS
from services.booking.domain.calculator import Fee, FeeTable
from services.booking.domain.calendars import Calendar, Spans, SpecialDay
from services.booking.domain.gifts import Gift, GiftRule
from services.booking.domain.policy import (
    DiscountRule,
    Notice,
    PenaltyRule,
    PerkRule,
    PerkTerms,
    Policy,
)
from services.booking.domain.privacy import PrivacyTerms, Retention
from services.booking.domain.quotas import Kept
from services.booking.domain.stores import (
    Absence,
    Item,
    Lane,
    Pool,
    Representative,
    RequestKind,
    Store,
)
from services.booking.packs.holidays import public_days
from services.booking.packs.paperwork import paperwork_of

NOTICE_MINUTES = 240
HORIZON_DAYS = 90
ON_TIME_MINUTES = 15
LATE_AFTER_MINUTES = 15
NO_SHOW_AFTER_MINUTES = 60
"""From when on who has not come may be noted as a no-show, and when the clock does (NS-01)."""
RELEASE_HOURS = 24
WAITLIST_OFFER_MINUTES = 15
"""How long a place is kept for one who waits, until they answer."""

DISRUPTION_HOLD_MINUTES = 30
"""How long what a disrupted booking is offered is kept for it."""


def policy_of(version: int, told: dict[str, Any]) -> Policy:
    """Return a policy from its plain fields; what is left out is not offered."""
    return Policy(
        version=version,
        change_notice=_minutes(told.get("change_notice_minutes", NOTICE_MINUTES)),
        cancel_notice=_minutes(told.get("cancel_notice_minutes", NOTICE_MINUTES)),
        lead=_minutes(told.get("lead_minutes", 0)),
        horizon=timedelta(days=told.get("horizon_days", HORIZON_DAYS)),
        priority_lead=_minutes(told["priority_minutes"]) if "priority_minutes" in told else None,
        on_time=_minutes(told.get("on_time_minutes", ON_TIME_MINUTES)),
        late_after=_minutes(told.get("late_after_minutes", LATE_AFTER_MINUTES)),
        no_show_after=_minutes(told.get("no_show_after_minutes", NO_SHOW_AFTER_MINUTES)),
        discount=_discount(told.get("discount")),
        perks=tuple(_perk(code, rule) for code, rule in told.get("perks", {}).items()),
        penalties=tuple(_penalty(rule) for rule in told.get("penalties", [])),
        gift=_gift_rule(told.get("gift")),
        channels=_notices(told),
        most_changes=told.get("most_changes"),
        care=told.get("care", {}),
        messages=told.get("messages", {}),
        offered_for=_minutes(told.get("waitlist_offer_minutes", WAITLIST_OFFER_MINUTES)),
        replan_hold=_minutes(told.get("disruption_hold_minutes", DISRUPTION_HOLD_MINUTES)),
        perk_terms=_perk_terms(told.get("perk_terms", {})),
        deposit_percent=told.get("deposit_percent", 0),
    )


def store_of(
    id: str, version: int, told: dict[str, Any], policies: dict[int, dict[str, Any]]
) -> Store:
    """Return the value that the rules work with."""
    zone = ZoneInfo(told["timezone"])
    lanes = [_lane(key, lane, zone) for key, lane in told.get("lanes", {}).items()]
    pools = {
        key: Pool(key, pool.get("after_minutes", 0), tuple(x for x in lanes if x.pool == key))
        for key, pool in told.get("pools", {}).items()
    }
    return Store(
        id=id,
        version=version,
        industry=told["industry"],
        name=told["name"],
        city=told["city"],
        address=told["address"],
        zone=zone,
        phone=told["phone"],
        channels=frozenset(told.get("channels", CHANNELS)),
        calendar=_calendar(told),
        starts=tuple(time.fromisoformat(at) for at in told.get("starts", [])),
        step_minutes=told.get("step_minutes", 15),
        pools=pools,
        items={code: _item(code, item) for code, item in told.get("items", {}).items()},
        policies={number: policy_of(number, policy) for number, policy in policies.items()},
        booking_phone=told.get("booking_phone", told["phone"]),
        gifts={code: Gift(code, **gift) for code, gift in told.get("gifts", {}).items()},
        paperwork=paperwork_of(told, _week, partial(_moment, zone=zone)),
        journey=told.get("journey", told["industry"]),
        requests={code: RequestKind(code, **x) for code, x in told.get("requests", {}).items()},
        representatives=tuple(
            _representative(id_, one) for id_, one in told.get("representatives", {}).items()
        ),
        registers=tuple(told.get("registers", [])),
        calculator=_fee_table(told.get("calculator")),
        privacy=PrivacyTerms(**told.get("privacy", {})),
        retention=Retention(**told.get("retention", {})),
    )


def _calendar(told: dict[str, Any]) -> Calendar:
    country = told.get("holidays")
    return Calendar(
        week=_week(told["hours"]),
        dates={
            date.fromisoformat(day): _special_day(special)
            for day, special in told.get("dates", {}).items()
        },
        public=public_days(country) if country else None,
        made_up_as=WEEKDAYS.index(told.get("made_up_as", WEEKDAYS[0])),
    )


def _special_day(told: dict[str, Any]) -> SpecialDay:
    return SpecialDay(
        spans=_spans(told["hours"]) if "hours" in told else None,
        like=WEEKDAYS.index(told["like"]) if "like" in told else None,
        name=told.get("name", {}),
    )


def _lane(key: str, told: dict[str, Any], zone: ZoneInfo) -> Lane:
    own = {name: told[name] for name in ("pool", "kind", "name", "grade") if name in told}
    return Lane(
        key,
        **own,
        roster=_week(told["roster"]) if "roster" in told else None,
        absences=tuple(
            Absence(_moment(x["from"], zone), _moment(x["to"], zone), x.get("reason", ""))
            for x in told.get("absences", [])
        ),
        skills=frozenset(told["skills"]) if "skills" in told else None,
        kept=_kept(told["kept"]) if "kept" in told else None,
    )


def _kept(told: dict[str, Any]) -> Kept:
    """Return for whom a lane is kept; what a channel does not use is given away a day ahead."""
    channels, ahead = told.get("channels"), told.get("ahead_hours")
    return Kept(
        channels=frozenset(channels) if channels else None,
        release=timedelta(hours=told.get("release_hours", RELEASE_HOURS)),
        ahead=None if ahead is None else timedelta(hours=ahead),
    )


def _notices(told: dict[str, Any]) -> dict[str, Notice]:
    return {
        channel: Notice(
            _minutes(own.get("lead_minutes", told["lead_minutes"])),
            timedelta(days=own.get("horizon_days", told["horizon_days"])),
        )
        for channel, own in told.get("channels", {}).items()
    }


def _representative(id_: str, told: dict[str, Any]) -> Representative:
    return Representative(
        id_,
        told["name"],
        expertise=frozenset(told.get("expertise", [])),
        regions=frozenset(told.get("regions", [])),
        roster=_week(told["roster"]) if "roster" in told else None,
    )


def _fee_table(told: dict[str, Any] | None) -> FeeTable | None:
    if told is None:
        return None
    fees = tuple(
        Fee(code, fee["name"], Decimal(str(fee.get("percent", 0))), fee.get("fixed", 0))
        for code, fee in told["fees"].items()
    )
    return FeeTable(fees, told["least_down_percent"], told["most_years"])


def _item(code: str, told: dict[str, Any]) -> Item:
    own = {name: value for name, value in told.items() if name != "lead_minutes"}
    own["grades"] = {pool: frozenset(named) for pool, named in told.get("grades", {}).items()}
    own["pools"] = tuple(told["pools"])
    own["pauses"] = {
        pool: tuple((begins, ends) for begins, ends in pauses)
        for pool, pauses in told.get("pauses", {}).items()
    }
    return Item(code=code, lead=_minutes(told.get("lead_minutes", 0)), **own)


def _week(told: dict[str, list[str]]) -> tuple[Spans, ...]:
    return tuple(_spans(told.get(day, told.get("daily", []))) for day in WEEKDAYS)


def _spans(told: list[str]) -> Spans:
    return tuple(_span(text) for text in told)


def _moment(text: str, zone: ZoneInfo) -> datetime:
    """Return a moment of the store's own clock."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def _minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def _span(text: str) -> tuple[time, time]:
    opens, closes = text.split("-")
    return time.fromisoformat(opens), time.fromisoformat(closes)


def _at(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None


def _discount(told: dict[str, Any] | None) -> DiscountRule | None:
    if not told or not told.get("windows"):
        return None
    windows = tuple((_at(window.get("from")), _at(window.get("to"))) for window in told["windows"])
    return DiscountRule(told["labour_percent"], told["days_ahead"], windows)


def _penalty(told: dict[str, Any]) -> PenaltyRule:
    under = told.get("under_minutes")
    return PenaltyRule(
        occasion=told["occasion"],
        under=None if under is None else _minutes(under),
        fixed=told.get("fixed", 0),
        percent=told.get("percent", 0),
        cap=told.get("cap"),
        earlier=told.get("earlier", 0),
    )


def _gift_rule(told: dict[str, Any] | None) -> GiftRule | None:
    if told is None:
        return None
    launch = told.get("launch")
    return GiftRule(
        launch=date.fromisoformat(launch) if launch else None,
        launch_months=told["launch_months"],
        streak=told["streak"],
        streak_cash=told.get("streak_cash"),
    )


def _perk_terms(told: dict[str, Any]) -> PerkTerms:
    return PerkTerms(
        excludes_same_day=told.get("excludes_same_day", True),
        by_arrival=told.get("basis", "arrival") == "arrival",
        maintenance_only=told.get("services", "maintenance") == "maintenance",
    )


def _perk(code: str, told: dict[str, Any]) -> PerkRule:
    return PerkRule(
        code, told["name"], _at(told.get("from")), _at(told.get("before")), _at(told.get("last"))
    )
