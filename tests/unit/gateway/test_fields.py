"""What is refused at the edge, field by field."""

import pytest
from marshmallow import ValidationError

from gateway.api.fields import Count, Day, EmailAddress, Flag, Moment, Phone, Plain, Text
from gateway.api.requests import NewBooking

WISH = {
    "store_id": "s-4s",
    "items": ["maintenance-a"],
    "start": "2026-03-10T10:00:00+08:00",
    "customer": {"name": "王小明", "phone": "13800138000"},
}


def refuses(field, value):
    with pytest.raises(ValidationError):
        field.deserialize(value)
    return True


@pytest.mark.parametrize("word", ["", " ", "\n", "a\x00b", "\x1b[31m", "\ud800", "x" * 11, 1, None])
def test_words_are_words(word):
    assert refuses(Text(10), word)


@pytest.mark.parametrize("word", ["x", "x" * 10, "王小明", "a\nb", "a\tb", "😀"])
def test_any_other_word_will_do(word):
    assert Text(10).deserialize(word) == word


@pytest.mark.parametrize("number", ["abc", "1", "+", "1" * 26, "138-0013-800x", "ＡＢＣＤＥ"])
def test_what_does_not_look_like_a_number_is_none(number):  # BK-02
    assert refuses(Phone(), number)


@pytest.mark.parametrize("number", ["13800138000", "+86 138 0013 8000", "(021) 5555-0101"])
def test_numbers_come_as_people_write_them(number):  # BK-02
    assert Phone().deserialize(number) == number


@pytest.mark.parametrize(
    "moment",
    ["2026-03-10T10:00:00", "1999-12-31T23:59:59+08:00", "2100-01-01T00:00:00Z", "soon", 0, ""],
)
def test_a_moment_has_an_offset_and_lies_in_this_century(moment):
    assert refuses(Moment(), moment)


@pytest.mark.parametrize("day", ["1999-12-31", "2100-01-01", "2026-02-30", "x"])
def test_a_day_lies_in_this_century(day):
    assert refuses(Day(), day)


@pytest.mark.parametrize("value", [0, 11, 1.5, "5", True, None, 10**30])
def test_a_count_is_a_whole_number_within_its_bounds(value):
    assert refuses(Count(1, 10), value)


@pytest.mark.parametrize("value", [0, 1, "true", "", None, []])
def test_yes_and_no_are_not_written_otherwise(value):
    assert refuses(Flag(), value)


@pytest.mark.parametrize("address", ["x", "x@", "a@b.c\x00", "\ud800@x.cn"])
def test_an_address_is_one(address):
    assert refuses(EmailAddress(), address)


@pytest.mark.parametrize(("length", "fits"), [(1, True), (50, True), (0, False), (51, False)])
def test_a_name_has_up_to_fifty_characters(length, fits):  # BK-02
    wish = {**WISH, "customer": {"name": "王" * length, "phone": "13800138000"}}

    faults = NewBooking().validate(wish)

    assert (faults == {}) is fits


def test_with_other_faults_the_number_is_judged_at_once_too():  # BK-02
    uncallable = {"name": "王", "phone": "12345678"}

    faults = NewBooking().validate({**WISH, "items": [], "customer": uncallable})

    assert set(faults) == {"items", "customer"}
    assert set(faults["customer"]) == {"phone"}


def test_with_other_faults_a_good_number_is_no_fault():
    assert set(NewBooking().validate({**WISH, "items": []})) == {"items"}


@pytest.mark.parametrize("key", ["$where", "a.b", "A", "", "x" * 33, "1a", "a\n"])
def test_a_subject_has_plain_names(key):
    assert NewBooking().validate({**WISH, "subject": {key: "x"}})


def nested(levels, value=1):
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize("value", [nested(10), {"a": nested(9)}, None, True, 1.5, "店", 2**53 - 1])
def test_plain_values_are_as_deep_as_a_configuration(value):
    assert Plain(allow_none=True).deserialize(value) == value


@pytest.mark.parametrize(
    "value",
    [nested(11), {"a": nested(10)}, "a\x00", {"a\x00": 1}, [{"a": "\x1b"}], 2**53, -(2**53)],
)
def test_what_is_deeper_or_no_text_is_no_plain_value(value):
    assert refuses(Plain(), value)
