from decimal import Decimal

import pytest
from werkzeug.datastructures import MultiDict

from common.errors import Invalid
from gateway.portal.forms import NewBooking, Outcome, Settling, flat, in_fen

FILLED_IN = {
    "phone": "138 0013 8000",
    "name": "张伟",
    "items": "maintenance-a",
    "day": "2026-03-10",
    "start": "2026-03-10T10:00:00+08:00",
    "channel": "phone",
    "origin": "passive",
    "speaks": "zh",
}


def a_form(**but):
    given = {name: value for name, value in {**FILLED_IN, **but}.items() if value is not None}
    return NewBooking(MultiDict(given))


def test_a_form_filled_in_has_no_fault():
    form = a_form()

    assert form.validate(), form.errors


@pytest.mark.parametrize("language", ["zh", "zh-Hant", "en"])
def test_a_customer_may_be_written_to_in_each_language(language):
    assert a_form(speaks=language).validate()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("phone", ""),
        ("phone", "12345"),
        ("phone", "not a number"),
        ("name", ""),
        ("name", "   "),
        ("name", "长" * 51),
        ("items", None),
        ("day", None),
        ("day", "2026-02-30"),
        ("start", None),
        ("start", "10:00"),
        ("start", "2026-03-10T10:00:00"),
        ("note", "注" * 501),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(field, value):  # BK-01, BK-02
    form = a_form(**{field: value})

    assert not form.validate()
    assert set(form.errors) == {field}


@pytest.mark.parametrize(("field", "value"), [("name", "长" * 50), ("note", "注" * 500)])
def test_the_longest_words_that_fit(field, value):
    assert a_form(**{field: value}).validate()


def test_at_most_five_items():  # BK-10
    five = MultiDict([*FILLED_IN.items(), *(("items", f"item-{n}") for n in range(4))])
    six = MultiDict([*five.items(multi=True), ("items", "one too many")])

    assert NewBooking(five).validate()
    assert not NewBooking(six).validate()


def test_the_subject_is_what_was_given_of_it():
    assert a_form(plate=" 沪A12345 ").subject == {"plate": "沪A12345"}
    assert a_form().subject is None


def test_what_the_service_finds_wrong_stands_beside_the_field_it_means():
    form = a_form()
    form.validate()

    form.blame(Invalid(fields={"customer.phone": ["no such number"], "cursor": ["not ours"]}))

    assert list(form.phone.errors) == ["no such number"]
    assert form.form_errors == ["not ours"]


def test_nested_faults_are_read_too():
    assert flat({"customer": {"name": ["too long"]}, "items": "empty"}) == [
        (("customer", "name"), ["too long"]),
        (("items",), ["empty"]),
    ]


@pytest.mark.parametrize(
    ("yuan", "fen"), [("600", 60000), ("350.50", 35050), ("0", 0), ("0.015", 2), (None, None)]
)
def test_yuan_become_fen(yuan, fen):
    assert in_fen(yuan and Decimal(yuan)) == fen


@pytest.mark.parametrize(
    ("labour", "fits"),
    [
        ("", True),
        ("0", True),
        ("100000", True),
        ("100000.01", False),
        ("-0.01", False),
        ("x", False),
    ],
)
def test_an_amount_is_one_or_left_to_the_price(labour, fits):
    assert Settling(MultiDict({"revision": "1", "labour": labour})).validate() == fits


@pytest.mark.parametrize(("said", "heard"), [("yes", True), ("no", False), ("", None)])
def test_not_asked_is_neither_yes_nor_no(said, heard):  # FU-11
    assert Outcome(MultiDict({"recommended_booking": said})).recommended is heard
