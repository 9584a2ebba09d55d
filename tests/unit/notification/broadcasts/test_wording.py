"""The words of a broadcast: nothing of the person, when and where, and a way out (CM-02, CM-11)."""

from datetime import date

import pytest

from services.notification.domain.broadcasts import wording
from tests.unit.notification.broadcasts.made import (
    BERLIN,
    OFFER,
    SHANGHAI,
    WORDS,
    a_draft,
    an_offer,
)

HOME, ABROAD = "+8613800138000", "+4915112345678"


@pytest.mark.parametrize("name", ["name", "number", "when", "items", "price", "place"])
def test_an_announcement_knows_the_store_and_nothing_of_the_person(name):
    found = wording.faults_of("announcement", {"zh": f"{{{{ store }}}}：{{{{ {name} }}}}"})

    assert found == {"words.zh": [f"names what nobody tells: {name}"]}


def test_an_offer_says_when_and_where():  # CM-02
    assert wording.faults_of("promotion", {"zh": "来吧", "en": "{{ days }}"}) == {
        "words.zh": ["must say {{ days }}", "must say {{ place }}"],
        "words.en": ["must say {{ place }}"],
    }
    assert wording.faults_of("promotion", OFFER) == {}
    assert wording.faults_of("announcement", {"zh": "停业。"}) == {}


def test_every_language_is_wanted_before_it_is_previewed():
    assert wording.missing({"zh": "停业。"}) == {"words.en": ["is missing"]}
    assert wording.missing({"zh": "停业。", "en": ""}) == {"words.en": ["is missing"]}
    assert wording.missing(WORDS) == {}


def test_a_template_that_is_none_is_told():
    assert wording.faults_of("announcement", {"zh": "{{ store"}).keys() == {"words.zh"}


def test_the_end_of_an_offer_counts_to_its_length():
    words = "{{ days }}{{ place }}"
    fits = wording.faults_of("promotion", {"zh": words + "来" * 360})
    too_long = wording.faults_of("promotion", {"zh": words + "来" * 375})

    assert fits == {}
    assert too_long == {"words.zh": ["is longer than 6 messages"]}


@pytest.mark.parametrize(
    ("language", "phone", "end"),
    [
        ("zh", HOME, "退订请致电 021-55550100。"),
        ("en", HOME, "To hear no more, call 021-55550100."),
        ("zh", ABROAD, "回复 TD 退订。"),
        ("en", ABROAD, "Reply STOP to hear no more."),
    ],
)
def test_an_offer_ends_with_how_to_hear_no_more(language, phone, end):  # CM-11
    said = wording.told(an_offer(), SHANGHAI, language, phone)

    assert said.body.splitlines()[-1] == end


def test_an_announcement_has_no_end_of_its_own():
    said = wording.told(a_draft(), SHANGHAI, "zh", HOME)

    assert (said.body, said.segments) == ("安顺汽车明日停业，电话021-55550100。", 1)
    assert said.cost_fen == 45


@pytest.mark.parametrize(
    ("days", "zh", "en"),
    [
        ((date(2026, 3, 12), None), "3月12日", "12 March"),
        ((date(2026, 3, 12), date(2026, 3, 12)), "3月12日", "12 March"),
        ((date(2026, 3, 12), date(2026, 4, 1)), "3月12日至4月1日", "12 March to 1 April"),
    ],
)
def test_the_days_of_an_offer_are_said_as_people_say_them(days, zh, en):
    offer = an_offer(day=days[0], last_day=days[1])

    assert wording.told(offer, SHANGHAI, "zh", HOME).body.startswith(
        f"安顺汽车：{zh}预约有礼，延安路1号"
    )
    assert wording.told(offer, SHANGHAI, "en", HOME).body.startswith(f"{en}, 1 Yan'an Road")


def test_a_language_that_we_do_not_write_becomes_chinese():
    assert "明日停业" in wording.told(a_draft(), SHANGHAI, "fr", HOME).body


def test_no_link_goes_to_a_mainland_number():
    link = a_draft(words={**WORDS, "en": "Closed. See https://example.com/why"})

    assert wording.told(link, BERLIN, "en", HOME).body == "Closed. See"
    assert wording.told(link, BERLIN, "en", ABROAD).body.endswith("https://example.com/why")
