"""What a booking's entitlements, flags and history say, in sentences."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.portal import portal, words
from gateway.portal.figures import Period
from gateway.portal.formatters import called, moment, word

ENTITLEMENTS = {
    "priority": _l("Priority at reception and car wash"),
    "discount": _l("Discount on labour"),
    "perk": _l("Perk"),
    "gift": _l("Gift"),
}
VERDICTS = {
    "granted": words.Sign(_l("Yes"), "green"),
    "issued": words.Sign(_l("Handed over"), "teal"),
    "promised": words.Sign(_l("If on time"), "blue"),
    "open": words.Sign(_l("Depends on arrival"), "amber"),
    "none": words.Sign(_l("No"), "grey"),
}
BECAUSE = {
    "not_offered": _l("This store does not offer it."),
    "agreed_early": _l("The time was agreed early enough before the visit."),
    "agreed_late": _l("The time was agreed too shortly before the visit."),
    "agreed_same_day": _l("The time was agreed on the day itself."),
    "depends_on_arrival": _l("It is decided when the customer arrives."),
    "arrived_in_window": _l("The customer arrived within the store's window."),
    "arrived_outside_window": _l("The customer arrived outside the store's windows."),
    "not_maintenance": _l("It goes with maintenance only."),
    "no_show": _l("The customer did not come."),
    "on_time": _l("The customer came on time."),
    "streak": _l("The customer came on time several times in a row: a better gift may be chosen."),
    "launch": _l("Everybody who books gets a gift in these months."),
    "arrived_late": _l("The customer came late."),
}


class Mark(NamedTuple):
    """A small sign on a slip; its words are read aloud and shown on pointing."""

    icon: str
    words: words.Words


MARKS: tuple[tuple[str, Mark], ...] = (
    ("reconfirmed_at", Mark("checks", _l("Reconfirmed"))),
    ("same_day", Mark("clock-bolt", _l("Booked the same day"))),
    ("late_change", Mark("arrows-exchange", _l("Moved late"))),
)
PRIORITY = Mark("star", _l("Priority"))
PARTNER = Mark("affiliate", _l("Partner platform"))
NOTE = "note"


class Entitled(NamedTuple):
    """One thing that a customer gets, may get or does not get, and why."""

    name: words.Words
    state: str
    verdict: words.Words
    tone: str
    because: words.Words


@portal.app_template_filter()
def entitlements_in_words(given: Mapping[str, Mapping[str, Any] | None]) -> list[Entitled]:
    """Return a line for each entitlement that the store offers (PK-01 to PK-08, PK-19)."""
    lines = []
    for code, told in given.items():
        if not told or told.get("because") == "not_offered":
            continue
        sign = VERDICTS.get(told["state"], VERDICTS["none"])
        name = _named(code, told)
        because = called(told["because"], BECAUSE)
        lines.append(Entitled(name, told["state"], sign.words, sign.tone, because))
    return lines


def _named(code: str, told: Mapping[str, Any]) -> words.Words:
    if code == "discount" and "labour_percent" in told:
        return _("Labour at %(percent)s%%", percent=told["labour_percent"])
    if code in ("perk", "gift") and told.get("name"):
        return _("%(kind)s: %(name)s", kind=ENTITLEMENTS[code], name=word(told["name"]))
    return called(code, ENTITLEMENTS)


@portal.app_template_filter()
def marks(booking: Mapping[str, Any]) -> list[Mark]:
    """Return what a desk should know of *booking* at a glance."""
    found = [mark for flag, mark in MARKS if booking["flags"].get(flag)]
    if booking["entitlements"].get("priority", {}).get("state") == "granted":
        found.append(PRIORITY)
    if booking["partner_id"]:
        found.append(PARTNER)
    if booking["note"]:
        found.append(Mark(NOTE, booking["note"]))
    return found


@portal.app_template_filter()
def flags_in_words(flags: Mapping[str, Any]) -> list[words.Words]:
    return [said for code, said in words.FLAGS.items() if flags.get(code)]


@portal.app_template_filter()
def actor_in_words(actor: Mapping[str, str]) -> str:
    """Return who it was: their name, and what they are."""
    kind = actor.get("role") or actor.get("kind", "")
    what = words.ROLES.get(kind) or words.ACTORS.get(kind, kind)
    if actor.get("kind") == "service":
        return str(what)
    name = f"{actor.get('id', '')} · {what}"
    if absent := actor.get("acting_for"):
        return _("%(name)s, acting for %(absent)s", name=name, absent=absent)
    return name


@portal.app_template_filter()
def change_in_words(
    entry: Mapping[str, Any], items: Iterable[Mapping[str, Any]]
) -> list[tuple[str, str]]:
    """Return what a move changed, before and after; where it began, all in one line (BK-27).

    The names of items and lanes are those that the booking has now; what it has left
    behind shows by its code.
    """
    names = {item["code"]: item["name"] for item in items}
    names |= {lane["id"]: lane["name"] for item in items for lane in item["resources"]}
    before, after = entry.get("before"), entry.get("after") or {}
    if before is None:
        began = (_part(name, after.get(name), names) for name in ("start", "items", "resources"))
        return [("", " · ".join(filter(None, began)))]
    return [
        (_part(name, before.get(name), names), _part(name, after[name], names))
        for name in ("status", "start", "items", "resources")
        if after.get(name) and before.get(name) != after[name]
    ]


def _part(name: str, value: Any, names: Mapping[str, Any]) -> str:
    if not value:
        return ""
    if name == "status":
        return str(words.STATUSES[value].words) if value in words.STATUSES else str(value)
    if name == "start":
        return moment(value)
    return ", ".join(dict.fromkeys(word(names.get(code, code)) for code in value))


@portal.app_template_filter()
def reason_in_words(reason: str) -> str:
    """Return a reason; a cancellation's begins with a code that has a name."""
    code, colon, rest = reason.partition(": ")
    if code not in words.CANCEL_REASONS:
        return reason
    return f"{words.CANCEL_REASONS[code]}{colon}{rest}"


@portal.app_template_filter()
def month_span(month: str, within: Period) -> dict[str, str]:
    """Return the days of *month* that lie in the period, as an address asks for them."""
    first = date.fromisoformat(f"{month}-01")
    following = (first + timedelta(days=31)).replace(day=1)
    return {
        "from": max(first, within.first).isoformat(),
        "to": min(following - timedelta(days=1), within.last).isoformat(),
    }


@portal.app_template_filter()
def moment_in(told: str, timezone: str) -> str:
    return moment(datetime.fromisoformat(told).astimezone(ZoneInfo(timezone)))
