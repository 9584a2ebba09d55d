"""What is said on the phone and written in the letter."""

from datetime import timedelta

import pytest

from services.booking.domain import scripts, telling
from tests.unit.booking.test_lifecycle import TEN, a_booking
from tests.worlds import a_store


def said(store, *codes):
    return scripts.script(store, store.chosen(list(codes)), store.policy)


def test_perks_and_rules_are_explained_in_both_languages():  # BK-25, PK-19
    told = {x["code"]: x["words"] for x in said(a_store(), "maintenance-a")["sentences"]}

    assert told["priority"]["zh"] == "提前4小时以上预约，接待工位和洗车优先安排。"
    assert "charged at 90 %" in told["discount"]["en"]
    assert "call +862155550101" in told["rules"]["en"]
    assert told["punctual"]["zh"] == "请准时到店，最多保留15分钟。"
    assert all(words.keys() == {"zh", "en"} for words in told.values())
    assert [x["code"] for x in said(a_store())["perks"]] == ["breakfast", "tea", "fruit"]


def test_a_store_s_own_policy_is_what_is_said():  # BK-25
    store = a_store(policy={"change_notice_minutes": 90})

    told = {x["code"]: x["words"] for x in said(store)["sentences"]}

    assert "up to 1.5 hours before" in told["rules"]["en"]


def test_a_dollar_that_stands_for_nothing_stays():
    store = a_store(script={"own": {"zh": "$nothing ${", "en": "$nothing ${"}})

    told = {x["code"]: x["words"]["en"] for x in said(store)["sentences"]}

    assert told["own"] == "$nothing ${"


def test_an_agent_has_answers_to_what_customers_ask():  # PL-08
    told = {x["code"]: x for x in said(a_store())["questions"]}

    assert told["how"]["question"] == {"zh": "怎么预约？", "en": "How do I book?"}
    assert "+862155550101" in told["how"]["answer"]["zh"]
    assert "for 15 minutes at most" in told["late"]["answer"]["en"]
    assert said(a_store("s-bank"))["questions"] == []


def test_what_an_item_asks_for_is_said():  # BK-28
    [note] = said(a_store("s-home"), "repair")["notes"]

    assert note["notes"]["zh"].startswith("请在家等候")
    assert said(a_store(), "maintenance-a")["notes"] == []


def test_the_letter_confirms_all_that_was_agreed():  # FM-18
    letter = scripts.letter(a_store(), a_booking(), with_phone=True)

    assert letter["store"]["address"]["zh"] == "上海市浦东新区示范路1号"
    assert (letter["number"], letter["start"]) == ("B2C3D4", "2026-03-10T10:00:00+08:00")
    assert letter["change_until"] == letter["cancel_until"] == "2026-03-10T06:00:00+08:00"
    assert letter["entitlements"]["priority"]["state"] == "granted"
    assert letter["customer"] == {"id": "c-1", "name": "Zhao", "phone": "+8613800138000"}


def test_the_letter_says_what_the_customer_has_to_have_ready():  # RS-25
    store = a_store("s-home")
    booking = a_booking(store, codes=("repair",), start=TEN.replace(hour=14))

    letter = scripts.letter(store, booking, with_phone=False)

    assert [x["code"] for x in letter["customer_side"]] == ["at_home", "equipment"]
    assert letter["items"][0]["notes"]["en"].startswith("Please be at home")


@pytest.mark.parametrize(
    ("ahead", "minutes", "same_day"),
    [(timedelta(hours=2), 120, True), (timedelta(hours=17), 1020, False)],
)
def test_how_far_ahead_it_was_agreed_is_on_the_booking(ahead, minutes, same_day):  # SL-07
    told = telling.as_read(a_store(), a_booking(now=TEN - ahead))

    assert (told["lead_minutes"], told["is_same_day"]) == (minutes, same_day)
    assert told["is_day_before_or_earlier"] is not same_day


def test_the_booking_form_is_the_booking_s_own_reading():  # FM-01, BK-01
    told = telling.as_read(a_store(), a_booking(subject={"plate": "沪A12345"}, note="靠窗"))

    assert {"start", "items", "customer", "subject", "note", "number", "store_id"} <= told.keys()
    assert (told["customer"]["name"], told["customer"]["phone"]) == ("Zhao", "+8613800138000")
    assert told["entered_by"] == {"id": "agent", "kind": "person", "role": "agent"}  # CH-14
