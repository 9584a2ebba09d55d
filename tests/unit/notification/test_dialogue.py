"""The talk of a call: every key at every place, and what silence leads to."""

from itertools import product

import pytest

from services.notification.domain import spoken
from services.notification.domain.dialogue import MENU, OVER, SURE, Place, Turn, opening, turn
from tests.unit.notification.made import a_booking

KEYS = ["", *"0123456789*#"]
NOTHING = [key for key in KEYS if key not in tuple("01239")]


def test_a_person_hears_the_greeting_and_the_keys():  # RM-21
    assert opening("human") == opening("unknown") == opening("")
    assert opening("human").says == ("greeting", "menu")
    assert opening("human").place == Place(MENU)


@pytest.mark.parametrize(
    "machine", ["machine_start", "machine_end_beep", "machine_end_other", "fax"]
)
def test_a_machine_is_asked_for_a_call_back_and_the_call_ends(machine):
    assert opening(machine) == Turn(("to_machine",), Place(OVER), outcome="machine")


@pytest.mark.parametrize(
    ("step", "key", "does"),
    [
        (MENU, "1", "confirm"),
        (MENU, "3", "to_rebook"),
        (MENU, "0", "person"),
        (SURE, "1", "confirm"),
        (SURE, "2", "cancel"),
        (SURE, "3", "to_rebook"),
        (SURE, "0", "person"),
    ],
)
@pytest.mark.parametrize("missed", [0, 2])
def test_a_key_does_what_was_said_and_ends_the_talk(step, key, does, missed):  # CF-02
    answer = turn(Place(step, missed), key)

    assert (answer.does, answer.place.step, answer.outcome) == (does, OVER, "")


def test_a_cancellation_is_asked_for_twice():
    first = turn(Place(), "2")

    assert (first.says, first.place.step, first.does) == (("sure",), SURE, "")
    assert turn(first.place, "2").does == "cancel"


@pytest.mark.parametrize("step", [MENU, SURE])
def test_nine_repeats_and_is_no_miss(step):
    assert turn(Place(step, 2), "9") == Turn((step,), Place(step, 2))


@pytest.mark.parametrize(("step", "key"), [*product([MENU, SURE], NOTHING)])
def test_silence_and_other_keys_are_asked_again_twice(step, key):  # RM-21
    place = Place(step)
    for missed in (1, 2):
        answer = turn(place, key)
        assert answer == Turn(("again", step), Place(step, missed))
        place = answer.place

    assert turn(place, key) == Turn(("goodbye",), Place(OVER, 3), outcome="no_input")


@pytest.mark.parametrize("key", KEYS)
def test_after_the_end_nothing_is_done_any_more(key):
    assert turn(Place(OVER, 1), key) == Turn(("goodbye",), Place(OVER, 1))


@pytest.mark.parametrize(("step", "missed", "key"), [*product([MENU, SURE, OVER], range(4), KEYS)])
def test_every_place_knows_every_key(step, missed, key):
    """Whatever is pressed, the talk says something or does something, and what it says exists."""
    answer = turn(Place(step, missed), key)

    assert bool(answer.says) != bool(answer.does)
    assert answer.place.step in (MENU, SURE, OVER)
    assert answer.place.step == OVER or answer.place.missed >= missed
    assert set(answer.says) <= spoken.WORDS.keys()


@pytest.mark.parametrize("code", spoken.WORDS)
@pytest.mark.parametrize("language", ["zh", "zh-Hant", "en"])
def test_all_that_is_said_has_words_in_both_languages(code, language):
    said = spoken.said(code, a_booking(language=language))

    assert said
    assert "{" not in said


@pytest.mark.parametrize("code", [code for code in spoken.WORDS if code != "confirmed"])
def test_nothing_personal_is_said_before_a_key(code):
    said = spoken.said(code, a_booking(language="en", number="K7Q2"))

    assert not any(secret in said for secret in ("Facial", "10 March", "K7Q2", "+86"))


def test_who_confirms_hears_when_and_what():
    assert spoken.said("confirmed", a_booking(language="en")).startswith(
        "You are confirmed for Tuesday 10 March at 10:00"
    )
    assert "3月10日星期二 10点00分" in spoken.said("confirmed", a_booking())
    assert "3月10日星期二 10點00分" in spoken.said("confirmed", a_booking(language="zh-HK"))


def test_a_machine_hears_neither_name_nor_service():
    said = spoken.said("to_machine", a_booking(language="en"))

    assert not any(name in said for name in ("Liyan", "Facial"))
    assert "0 2 1 5 5 5 5 0 2 0 0" in said


def test_a_language_that_is_not_spoken_becomes_chinese():
    assert spoken.said("goodbye", a_booking(language="fr")) == "谢谢，再见。"
