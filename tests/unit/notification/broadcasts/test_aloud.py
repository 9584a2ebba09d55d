"""Words that are said in a call: whose they are, how long they take, what they cost (RM-15)."""

import pytest

from services.notification.domain.broadcasts import aloud, wording
from services.notification.senders.twilio_voice import LONGEST_SECONDS
from tests.unit.notification.broadcasts.made import OFFER, SHANGHAI, WORDS, a_draft

HOME, ABROAD = "+8613800138000", "+4915112345678"
NAMED = "{{ store }}"


def faults(text):
    return wording.faults_of("announcement", {"zh": text}, "voice").get("words.zh", [])


@pytest.mark.parametrize(
    ("text", "takes"), [("停业", 0.5), ("。", 0.25), ("no", 0.14), ("a b", 0.21), ("021", 0.9)]
)
def test_signs_figures_and_letters_take_their_time(text, takes):
    assert aloud.seconds(text) == pytest.approx(takes)


@pytest.mark.parametrize(("signs", "fits"), [(176, True), (177, False)])
def test_what_takes_more_than_45_seconds_is_too_long(signs, fits):  # RM-15
    told = faults(NAMED + "停" * signs)  # the store's name is four more

    assert told == ([] if fits else ["takes longer than 45 seconds to say"])


def test_english_is_bounded_by_the_same_time():
    assert faults(NAMED + "a" * 628) == []
    assert faults(NAMED + "a" * 629) == ["takes longer than 45 seconds to say"]


def test_what_fits_fits_twice_into_the_longest_call():
    assert 2 * aloud.LONGEST_SECONDS + 10 < LONGEST_SECONDS


def test_a_call_says_whose_it_is_and_holds_no_link():
    no_name = "must say {{ store }}: who picks up does not see who calls"
    link = "holds a link, which nobody can follow by ear"

    assert faults("明日停业。") == [no_name]
    assert faults(f"{NAMED}见 https://example.com/why") == [link]
    assert faults("见 https://example.com/why") == [no_name, link]
    assert faults("{{ store") != []
    assert faults(f"{NAMED}：{{{{ name }}}}") == ["names what nobody tells: name"]
    assert faults(WORDS["zh"]) == []


@pytest.mark.parametrize(("phone", "fen"), [(HOME, 50), (ABROAD, 120)])
def test_a_call_is_one_whatever_its_words_and_numbers_are_read_out(phone, fen):
    told = wording.told(a_draft(channel="voice"), SHANGHAI, "zh", phone)

    assert told.body == "安顺汽车明日停业，电话0 2 1 5 5 5 5 0 1 0 0。"
    assert (told.segments, told.encoding, told.cost_fen) == (1, "spoken", fen)


@pytest.mark.parametrize(
    ("language", "begins"),
    [("en", "Anshun Motors is"), ("zh-Hant", "安顺汽车"), ("fr", "安顺汽车")],
)
def test_everybody_hears_their_language(language, begins):
    told = wording.told(a_draft(channel="voice"), SHANGHAI, language, HOME)

    assert told.body.startswith(begins)


def test_texts_are_bounded_by_messages_as_ever():
    assert wording.faults_of("announcement", {"zh": "停" * 400}) == {}
    assert wording.faults_of("promotion", OFFER) == {}
