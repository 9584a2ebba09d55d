import pytest

from gateway.identity.passwords import LONGEST, SHORTEST, faults_of

TOO_EASY = "Too easy to guess: several unrelated words make a good password."
OWN_NAME = "The log-in name is no part of a good password."
GOOD = "seven quiet lanterns at dusk"


def faults(password, login="mgr-4s", name="王经理"):
    return faults_of(password, login=login, name=name)


def test_words_that_have_nothing_to_do_with_each_other_are_a_good_password():
    assert faults(GOOD) == []
    assert faults("七盏安静的灯笼在黄昏时分亮起") == []


def test_a_password_has_twelve_characters():  # negative 20
    twelve = "tq7-wz4!mkv2"
    assert len(twelve) == SHORTEST

    assert faults(twelve) == []
    assert faults(twelve[:-1]) == ["Shorter than minimum length 12."]


def test_a_password_has_an_end():
    longest = (GOOD * 10)[:LONGEST]

    assert faults(longest) == []
    assert faults(longest + "x") == ["Longer than maximum length 200."]


@pytest.mark.parametrize(
    "known",
    [
        "123456789012",
        "password1234",
        "qwertyuiop12",
        "aaaaaaaaaaaa",
        "iloveyou1234",
        "abcdefghijkl",
    ],
)
def test_a_password_that_everybody_knows_is_none(known):  # negative 20
    assert faults(known) == [TOO_EASY]


def test_what_is_known_of_the_person_is_guessed_first():
    assert faults("gwendolynbxz", name="gwendolynbxz") == [TOO_EASY]


@pytest.mark.parametrize("own", ["mgr-4s", "mgr-4s-tq7!wz4", "xx-MGR-4S-tq7!w"])
def test_the_log_in_name_is_no_part_of_it(own):
    assert OWN_NAME in faults(own)


def test_a_name_of_two_letters_may_stand_in_a_word():
    assert faults("believe the quiet lantern", login="li") == []
    assert OWN_NAME in faults("li", login="li")


def test_every_fault_is_said_at_once():
    assert faults("mgr-4s") == ["Shorter than minimum length 12.", OWN_NAME]
