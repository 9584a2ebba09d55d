"""What an announcement and an emergency may do that others may not (RM-15)."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from services.notification.domain.broadcasts import releasing
from services.notification.domain.decisions import Known, Moments, held_back
from services.notification.domain.manners import Manners
from services.notification.domain.purposes import (
    EMERGENCY,
    MARKETING,
    NOTICE,
    REMINDER,
    over_budget,
)
from tests.unit.notification.broadcasts.made import NOON, a_draft, an_offer, going_out, to
from tests.worlds import local

AN_HOUR = timedelta(hours=1)
NIGHT = local("2026-03-10 23:00")
KNOWN = Known(manners=Manners(), zone=ZoneInfo("Asia/Shanghai"))


def held(broadcast, now=NOON, **known):
    [message] = releasing.messages_for(going_out(broadcast), [to()], now)
    return held_back(message, replace(KNOWN, **known), Moments(now, real=now))


def sent(times):
    return [NOON - AN_HOUR] * times


@pytest.mark.parametrize(("came", "over"), [(7, False), (8, True)])
def test_an_announcement_goes_where_a_reminder_is_too_much(came, over):
    assert bool(over_budget(NOTICE, sent(came), NOON)) is over
    assert over_budget(REMINDER, sent(7), NOON)


@pytest.mark.parametrize(("came", "over"), [(29, False), (30, True)])
def test_a_week_of_announcements_has_an_end(came, over):
    assert bool(over_budget(NOTICE, [NOON - 48 * AN_HOUR] * came, NOON)) is over


def test_an_emergency_goes_whatever_came_before_whatever_the_hour_and_the_cost():
    spent = {"manners": Manners(spend_cap_fen=0), "cost_fen": 45}

    assert over_budget(EMERGENCY, sent(100), NOON) is None
    assert held(a_draft(emergency=True), NIGHT, sent=tuple(sent(100)), **spent) is None
    assert held(a_draft(), NIGHT).why == "quiet_hours"
    assert held(a_draft(), **spent).why == "spend_cap"


def test_what_is_uninvited_counts_against_what_comes_next():
    assert not any(one.own_act for one in (NOTICE, EMERGENCY, MARKETING))
    assert over_budget(MARKETING, sent(1), NOON)


def test_nobody_hears_an_emergency_who_wants_no_messages():  # CM-11
    assert held(a_draft(emergency=True), opted_out=True).why == "opted_out"


@pytest.mark.parametrize(("agreed", "why"), [(None, "no_consent"), (False, "no_consent")])
def test_an_offer_is_for_who_agreed(agreed, why):  # CM-11, PV-04
    assert held(an_offer(), agreed_to_marketing=agreed).why == why
    assert held(an_offer(), agreed_to_marketing=True) is None
    assert held(a_draft(), agreed_to_marketing=agreed) is None


def test_the_carrier_is_waited_for_even_in_an_emergency():
    verdict = held(a_draft(emergency=True), paused_until=NOON + AN_HOUR)

    assert (verdict.why, verdict.wait) == ("provider_down", AN_HOUR)
