"""Whether a message may go now: each reason with its boundary and its sentence (RM-03, CM-11)."""

from dataclasses import replace
from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.notification.domain.decisions import Known, Moments, held_back, is_warned
from services.notification.domain.manners import Manners
from services.notification.domain.people.windows import Window
from services.notification.domain.prices import cost_fen
from services.notification.domain.purposes import (
    ANSWER,
    MARKETING,
    REMINDER,
    SURVEY,
    over_budget,
)
from services.notification.domain.sentences import SENTENCES, sentence
from tests.unit.notification.made import a_message
from tests.worlds import local

NOON = local("2026-03-10 12:00")
NIGHT = local("2026-03-10 21:00")
A_SECOND = timedelta(seconds=1)
A_DAY = timedelta(days=1)
KNOWN = Known(manners=Manners(), zone=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def reminder():
    start = local("2026-03-11 14:00")
    return replace(a_message(), kind="reminder", purpose="reminder", start=start)


def held(message, now=NOON, real=NOON, **known):
    return held_back(message, replace(KNOWN, **known), Moments(now, real=real))


def test_at_noon_a_reminder_goes(reminder):
    assert held(reminder) is None


def test_who_opted_out_hears_nothing_more(reminder):
    answer = replace(reminder, purpose="answer", kind="confirmation")

    for message in (reminder, answer):
        assert held(message, opted_out=True).why == "opted_out"


@pytest.mark.parametrize(
    ("agreed", "why"), [(None, "no_consent"), (False, "no_consent"), (True, None)]
)
def test_nobody_hears_of_offers_who_did_not_agree(reminder, agreed, why):  # CM-11, PV-04
    verdict = held(replace(reminder, purpose="marketing"), agreed_to_marketing=agreed)

    assert (verdict.why if verdict else None) == why


@pytest.mark.parametrize(
    ("minutes", "why"),
    [(-31, None), (-30, "call_instead"), (0, "call_instead"), (30, "call_instead"), (31, None)],
)
def test_a_reminder_gives_way_to_a_call(reminder, minutes, why):  # RM-03
    verdict = held(reminder, calls=(NOON + timedelta(minutes=minutes),))

    assert (verdict.why if verdict else None) == why
    confirmation = replace(reminder, kind="confirmation", purpose="answer")
    assert held(confirmation, calls=(NOON,)) is None


def test_in_the_quiet_hours_what_nobody_asked_for_waits(reminder):
    verdict = held(reminder, now=NIGHT)

    assert (verdict.state, verdict.why) == ("pending", "quiet_hours")
    assert verdict.again_at == local("2026-03-11 09:00")
    assert held(replace(reminder, purpose="answer", kind="confirmation"), now=NIGHT) is None


def test_in_the_hours_that_they_prefer_a_reminder_goes_even_late(reminder):  # RM-09
    late = Window(time(20), time(22))

    assert held(reminder, hours=late, now=local("2026-03-10 20:00")) is None
    assert held(reminder, hours=late, now=NIGHT) is None, "they asked for it: no quiet hours"
    verdict = held(reminder, hours=late, now=local("2026-03-10 19:59"))
    assert (verdict.state, verdict.why, verdict.due_anew) == ("pending", "their_hours", True)
    assert verdict.again_at == local("2026-03-10 20:00")


def test_a_reminder_never_waits_past_its_use(reminder):  # RM-09
    early = Window(time(14), time(15))

    verdict = held(reminder, hours=early, now=local("2026-03-11 10:00"))
    assert (verdict.state, verdict.why) == ("expired", "no_hours_left")
    just_before = Window(time(13, 59), time(15))
    assert held(reminder, hours=just_before, now=local("2026-03-11 10:00")).state == "pending"


def test_what_answers_their_own_act_waits_for_no_hours(reminder):  # RM-09
    answer = replace(reminder, purpose="answer", kind="confirmation")

    assert held(answer, hours=Window(time(18), time(20))) is None


@pytest.mark.parametrize("purpose", ["reminder", "survey", "marketing"])
def test_what_they_refused_is_not_sent_and_it_is_said_since_when(reminder, purpose):  # PV-04
    verdict = held(replace(reminder, purpose=purpose), refused_at=NOON, agreed_to_marketing=True)

    assert (verdict.state, verdict.why) == ("suppressed", f"{purpose}_refused")
    said = sentence(verdict.why, None, verdict.facts, "Asia/Shanghai")
    assert "2026-03-10 12:00" in said["en"]


def test_what_is_of_no_use_after_the_night_is_not_sent(reminder):
    early = replace(reminder, start=local("2026-03-11 09:00"))
    later = replace(reminder, start=local("2026-03-11 09:00") + A_SECOND)

    assert held(early, now=NIGHT).state == "expired"
    assert held(later, now=NIGHT).state == "pending"


def test_a_store_spends_no_more_than_its_cap(reminder):
    capped = Manners(spend_cap_fen=1000)

    assert held(reminder, manners=capped, spent_fen=955, cost_fen=45) is None
    verdict = held(reminder, manners=capped, spent_fen=956, cost_fen=45)
    assert (verdict.why, verdict.facts) == ("spend_cap", {"cap_fen": 1000, "spent_fen": 956})
    answer = replace(reminder, purpose="answer", kind="confirmation")
    assert held(answer, manners=capped, spent_fen=956, cost_fen=45) is None


@pytest.mark.parametrize(
    ("before", "after", "warned"),
    [(700, 799, False), (755, 800, True), (800, 845, False), (0, 900, True)],
)
def test_a_store_is_warned_once_before_its_cap(before, after, warned):
    assert is_warned(before, after, 1000) is warned
    assert not is_warned(before, after, None)


def test_a_paused_provider_is_given_its_time(reminder):
    until = NOON + timedelta(minutes=5)

    verdict = held(reminder, paused_until=until, paused_code=20003)
    assert (verdict.state, verdict.why, verdict.error_code) == ("pending", "provider_down", 20003)
    assert verdict.wait == timedelta(minutes=5)
    assert held(reminder, real=until, paused_until=until) is None


# one budget a person


def test_the_more_a_message_is_for_them_the_more_they_bear():
    two_today = [NOON - timedelta(hours=1), NOON - timedelta(hours=2)]

    assert over_budget(ANSWER, two_today * 20, NOON) is None
    assert over_budget(REMINDER, two_today, NOON) is None
    for purpose in (SURVEY, MARKETING):
        over = over_budget(purpose, two_today, NOON)
        assert (over.came, over.days) == (2, 1)
        assert over.again_at == NOON - timedelta(hours=1) + A_DAY


def test_a_day_is_a_day_to_the_second():
    yesterday = NOON - A_DAY

    assert over_budget(SURVEY, [yesterday + A_SECOND], NOON).again_at == NOON + A_SECOND
    assert over_budget(SURVEY, [yesterday], NOON) is None


def test_a_week_has_a_budget_of_its_own():
    sent = [NOON - 3 * A_DAY, NOON - 5 * A_DAY]

    over = over_budget(SURVEY, sent, NOON)
    assert (over.came, over.days, over.again_at) == (2, 7, NOON + 2 * A_DAY)
    assert over_budget(SURVEY, [sent[0], NOON - 7 * A_DAY], NOON) is None


def test_reminders_have_a_limit_too():
    six = [NOON - timedelta(hours=n) for n in range(6)]

    assert over_budget(REMINDER, six, NOON).came == 6
    assert over_budget(REMINDER, six[:5], NOON) is None


def test_a_decision_says_what_it_rests_on(reminder):
    sent = (NOON - 3 * A_DAY, NOON - 5 * A_DAY)
    verdict = held(replace(reminder, purpose="survey"), sent=sent)

    said = sentence(verdict.why, None, verdict.facts, "Asia/Shanghai")
    assert said == {
        "zh": "7 天内已联系客户 2 次，2026-03-12 12:00 起才可再发。",
        "en": "They were written to 2 times in 7 days; the next may come at 2026-03-12 12:00.",
    }


@pytest.mark.parametrize(
    ("until", "state"),
    [(NOON + 3 * A_DAY, "pending"), (NOON + 2 * A_DAY, "suppressed"), (None, "suppressed")],
)
def test_a_notice_that_stays_of_use_waits_for_its_turn(reminder, until, state):  # CM-04
    sent = (NOON - 3 * A_DAY, NOON - 5 * A_DAY)
    notice = replace(reminder, purpose="marketing", notice_id="n-1", until=until)
    verdict = held(notice, agreed_to_marketing=True, sent=sent)

    assert (verdict.state, verdict.why) == (state, "budget")
    assert verdict.again_at == (NOON + 2 * A_DAY if state == "pending" else None)


def test_money_is_said_in_yuan():
    facts = {"cap_fen": 100000, "spent_fen": 99980}

    assert sentence("spend_cap", None, facts, "Asia/Shanghai")["zh"] == (
        "本月短信费用已用 ¥999.80，超过上限 ¥1000.00。"
    )


FACTS = {
    "call_instead": {"call_at": NOON.isoformat()},
    "spend_cap": {"cap_fen": 1, "spent_fen": 1},
    "budget": {"came": 1, "days": 1, "again_at": NOON.isoformat()},
    "quiet_hours": {"until": NOON.isoformat()},
    "provider_down": {"until": NOON.isoformat()},
    "their_hours": {"hours": "18:00–20:00", "until": NOON.isoformat()},
    "no_hours_left": {"hours": "18:00–20:00"},
    "reminder_refused": {"since_at": NOON.isoformat()},
    "survey_refused": {"since_at": NOON.isoformat()},
    "marketing_refused": {"since_at": NOON.isoformat()},
    "missing_variable": {"name": "when"},
    "silent": {"since_at": NOON.isoformat()},
    "never_left": {"since_at": NOON.isoformat()},
    "no_template": {"kind": "offer", "language": "en"},
}


@pytest.mark.parametrize("why", SENTENCES)
def test_every_reason_is_said_in_both_languages(why):
    said = sentence(why, 30003, FACTS.get(why, {}), "Asia/Shanghai")

    assert set(said) == {"zh", "en"}
    assert "{" not in said["zh"] + said["en"]


def test_what_needs_no_reason_has_none():
    assert sentence("", None, {}, "Asia/Shanghai") is None


@pytest.mark.parametrize(
    ("phone", "fen"),
    [("+8613800138000", 90), ("+85251234567", 80), ("+12025550123", 12), ("+33123456789", 120)],
)
def test_a_segment_costs_what_the_country_costs(phone, fen):
    assert cost_fen(phone, 2) == fen
