import pytest
from marshmallow import ValidationError

from common.contracts.booking import STATUSES as OURS
from gateway.google import wording
from gateway.google.messages import Seconds, Whole


def test_every_status_of_ours_has_a_word_of_theirs():  # PO-01
    assert set(wording.STATUSES) == set(OURS)


@pytest.mark.parametrize(
    ("given", "family", "whole"),
    [
        ("小明", "王", "王小明"),
        ("John", "Smith", "John Smith"),
        ("John", "", "John"),
        ("", "王", "王"),
        ("たろう", "山田", "山田たろう"),
    ],
)
def test_names_are_joined_as_their_owners_write_them(given, family, whole):
    assert wording.full_name(given, family) == whole


@pytest.mark.parametrize(
    ("tag", "language"),
    [("zh-TW", "zh-Hant"), ("zh", "zh"), ("en-GB", "en"), ("fr", "en"), (None, "en")],
)
def test_who_reads_another_language_is_written_to_in_english(tag, language):
    user = {
        "given_name": "A",
        "family_name": None,
        "telephone": "1",
        "email": None,
        "language_code": tag,
    }

    assert wording.customer(user)["language"] == language


@pytest.mark.parametrize("value", ["12", 12, "0"])
def test_numbers_come_as_numbers_or_digits(value):
    assert Whole().deserialize(value) == int(value)


@pytest.mark.parametrize("value", ["-1", -1, True, 1.5, "", "１２", "1" * 16, [], {"$gt": 0}])
def test_nothing_else_is_a_number(value):  # negative 7
    with pytest.raises(ValidationError):
        Whole().deserialize(value)


@pytest.mark.parametrize(
    ("seconds", "taken"),
    [(946684800, True), (946684799, False), (4102358400, True), (4102358401, False)],
)
def test_moments_are_of_this_century(seconds, taken):
    if taken:
        assert Seconds().deserialize(seconds).timestamp() == seconds
    else:
        with pytest.raises(ValidationError):
            Seconds().deserialize(seconds)
