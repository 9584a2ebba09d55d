"""Whom a broadcast is for, each once, and what is shown before it goes out (RM-15, CM-04)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from common.errors import Invalid
from services.notification.domain.broadcasts.audience import (
    Crowd,
    Window,
    counting,
    people_of,
    previewed,
    window,
)
from services.notification.domain.broadcasts.broadcast import Audience
from tests.unit.notification.broadcasts.made import (
    BERLIN,
    BOSS,
    NOON,
    SHANGHAI,
    a_draft,
    an_offer,
)

AN_HOUR = timedelta(hours=1)


def booked(customer, hours=0, store_id="s-4s", language="zh"):
    return {
        "customer_id": customer,
        "store_id": store_id,
        "phone": "+8613800138000",
        "language": language,
        "start": NOON + hours * AN_HOUR,
    }


def a_crowd(people, **changes):
    return replace(Crowd("s-4s", "zh", "+861", False, False, people), **changes)


def shown(broadcast, *crowds, places=(SHANGHAI,), spent=0):
    counted = counting(broadcast, BOSS, NOON, places)
    spent_fen = {place.store_id: spent for place in places}
    return previewed(counted, crowds, spent_fen).preview


def test_a_person_with_many_bookings_is_one_for_the_store_of_the_last():
    page = [booked("c-1", 1), booked("c-1", 3, "s-foot"), booked("c-1", 2), booked("c-2")]

    people, more = people_of(page, is_whole=True)

    assert [(one.customer_id, one.store_id) for one in people] == [
        ("c-1", "s-foot"),
        ("c-2", "s-4s"),
    ]
    assert more is None


def test_who_may_have_more_bookings_is_left_to_the_next_page():
    people, more = people_of([booked("c-1"), booked("c-2"), booked("c-3")], is_whole=False)

    assert ([one.customer_id for one in people], more) == (["c-1", "c-2"], "c-2")


def test_a_page_of_one_person_ends_after_them():
    people, more = people_of([booked("c-1"), booked("c-1", 1)], is_whole=False)

    assert ([one.customer_id for one in people], more) == (["c-1"], "c-1")


def test_nobody_is_a_page_too():
    assert people_of([], is_whole=True) == ([], None)


def test_a_language_that_we_do_not_write_is_chinese():
    [one], _ = people_of([booked("c-1", language="fr")], is_whole=True)

    assert one.language == "zh"


def test_days_count_from_the_preview():
    counted = counting(
        a_draft(audience=Audience(past_days=3, coming_days=7)), BOSS, NOON, [SHANGHAI]
    )

    assert window(counted) == Window(NOON - timedelta(days=3), NOON, NOON + timedelta(days=7))


def test_each_preview_writes_its_recipients_down_anew():
    first = counting(a_draft(), BOSS, NOON, [SHANGHAI])
    seen = previewed(first, [a_crowd(1)], {"s-4s": 0})
    again = counting(seen, BOSS, NOON + AN_HOUR, [SHANGHAI])

    assert (first.state, seen.state, again.state) == ("counting", "previewed", "counting")
    assert (first.revision, seen.revision, again.revision) == (2, 3, 4)
    assert (first.recipients, seen.recipients, again.recipients) == ("bc-1.2", "bc-1.2", "bc-1.4")
    assert again.preview is None
    assert again.previewed_at == NOON + AN_HOUR


def test_all_that_is_missing_is_told_at_once():
    draft = an_offer(words={"zh": "来吧"}, audience=Audience(), day=None, until=NOON)

    with pytest.raises(Invalid) as refused:
        counting(draft, BOSS, NOON, [SHANGHAI])

    faults = refused.value.details["fields"]
    assert set(faults) == {"words.zh", "words.en", "audience", "until", "day"}


@pytest.mark.parametrize(("day", "over"), [(date(2026, 3, 9), True), (date(2026, 3, 10), False)])
def test_an_offer_of_days_gone_by_is_not_made(day, over):
    offer = an_offer(day=day)

    if over:
        with pytest.raises(Invalid):
            counting(offer, BOSS, NOON, [SHANGHAI])
    else:
        assert counting(offer, BOSS, NOON, [SHANGHAI]).state == "counting"


def test_calls_cost_by_the_call_and_show_what_is_said():  # RM-15
    told = shown(a_draft(channel="voice"), a_crowd(5), a_crowd(2, language="en"))

    assert (told["segments"], told["cost_fen"]) == (7, 7 * 50)
    zh, _ = told["texts"]
    assert (zh["body"], zh["encoding"]) == (
        "安顺汽车明日停业，电话0 2 1 5 5 5 5 0 1 0 0。",
        "spoken",
    )


def test_words_for_texts_that_are_too_long_to_say_are_told_before_they_are_counted():
    texts = a_draft(words={"zh": "{{ store }}" + "停" * 200, "en": "{{ store }}"}, channel="voice")

    with pytest.raises(Invalid) as refused:
        counting(texts, BOSS, NOON, [SHANGHAI])
    assert refused.value.details["fields"] == {"words.zh": ["takes longer than 45 seconds to say"]}


def test_who_opted_out_is_counted_and_costs_nothing():
    told = shown(a_draft(), a_crowd(5), a_crowd(2, opted_out=True, agreed=True))

    assert (told["people"], told["reached"], told["opted_out"], told["no_consent"]) == (7, 5, 2, 0)
    assert (told["segments"], told["cost_fen"]) == (5, 225)


def test_an_offer_reaches_who_agreed_an_announcement_everybody():  # PV-04
    crowds = a_crowd(5), a_crowd(3, agreed=True)

    offer, notice = shown(an_offer(), *crowds), shown(a_draft(), *crowds)

    assert (offer["reached"], offer["no_consent"]) == (3, 5)
    assert (notice["reached"], notice["no_consent"]) == (8, 0)


def test_languages_and_stores_are_counted_apart():
    told = shown(
        a_draft(),
        a_crowd(2),
        a_crowd(3, language="fr"),
        a_crowd(4, store_id="s-berlin", language="en", digits="+491"),
        places=(SHANGHAI, BERLIN),
    )

    assert told["languages"] == {"zh": 5, "en": 4}
    assert [(one["people"], one["cost_fen"]) for one in told["stores"]] == [(5, 225), (4, 320)]


@pytest.mark.parametrize(("spent", "over"), [(25, False), (26, True)])
def test_a_store_that_would_spend_too_much_is_shown(spent, over):
    frugal = replace(SHANGHAI, messages={"spend_cap_fen": 250})

    [store] = shown(a_draft(), a_crowd(5), places=(frugal,), spent=spent)["stores"]

    assert (store["cap_fen"], store["over_cap"]) == (250, over)


def test_money_holds_no_emergency_back():
    frugal = replace(SHANGHAI, messages={"spend_cap_fen": 0})

    [store] = shown(a_draft(emergency=True), a_crowd(5), places=(frugal,))["stores"]

    assert not store["over_cap"]


def test_it_is_shown_as_it_reads_in_each_language():
    zh, en = shown(a_draft(), a_crowd(1))["texts"]

    assert (zh["language"], zh["body"]) == ("zh", "安顺汽车明日停业，电话021-55550100。")
    assert (en["language"], en["body"]) == ("en", "Anshun Motors is closed tomorrow.")
