from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from werkzeug.datastructures import MultiDict

from devstack.twilio.errors import Refused
from devstack.twilio.paging import page_of, within
from devstack.twilio.resources import Message

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


def a_message(number):
    return Message(
        sid=f"SM{number:032x}",
        account_sid="AC" + "5" * 32,
        to="+8613800000001",
        sender="+15005550006",
        body=f"number {number}",
        status="sent",
        created=NOON,
        updated=NOON,
        sent=NOON,
    )


def page(messages, **query):
    return page_of(iter(messages), key="messages", path="/Messages.json", query=MultiDict(query))


def follow(uri):
    return dict(parse_qsl(urlsplit(uri).query))


def bodies(page):
    return [each["body"] for each in page["messages"]]


SEVEN = [a_message(number) for number in range(7, 0, -1)]


def test_pages_are_followed_to_the_end():
    first = page(SEVEN, PageSize="3")
    second = page(SEVEN, **follow(first["next_page_uri"]))
    third = page(SEVEN, **follow(second["next_page_uri"]))

    assert [bodies(each) for each in (first, second, third)] == [
        ["number 7", "number 6", "number 5"],
        ["number 4", "number 3", "number 2"],
        ["number 1"],
    ]
    assert third["next_page_uri"] is None
    assert [(each["start"], each["end"]) for each in (first, second, third)] == [
        (0, 2),
        (3, 5),
        (6, 6),
    ]


def test_what_comes_in_meanwhile_shifts_no_page():
    first = page(SEVEN, PageSize="3")

    second = page([a_message(8), *SEVEN], **follow(first["next_page_uri"]))

    assert bodies(second) == ["number 4", "number 3", "number 2"]


def test_a_page_that_ends_exactly_has_no_next_one():
    assert page(SEVEN, PageSize="7")["next_page_uri"] is None


def test_filters_stay_in_the_addresses():
    found = page(SEVEN, **{"PageSize": "3", "To": "+86138", "DateSent>": "2026-03-10"})

    for address in ("uri", "first_page_uri", "next_page_uri"):
        assert follow(found[address])["To"] == "+86138"
        assert follow(found[address])["DateSent>"] == "2026-03-10"


def test_a_page_has_50_unless_told_and_never_more_than_1000():
    assert page(SEVEN)["page_size"] == 50
    assert page(SEVEN, PageSize="1001")["page_size"] == 1000


@pytest.mark.parametrize("size", ["0", "-1", "many", "9" * 5000])
def test_a_size_that_is_none_is_refused(size):
    with pytest.raises(Refused) as refused:
        page(SEVEN, PageSize=size)
    assert refused.value.code == 20001


A_SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("query", "moment", "passes"),
    [
        ({}, NOON, True),
        ({}, None, True),
        ({"DateSent>": "2026-03-10T12:00:00Z"}, NOON, True),
        ({"DateSent>": "2026-03-10T12:00:00Z"}, NOON - A_SECOND, False),
        ({"DateSent<": "2026-03-10T12:00:00Z"}, NOON, True),
        ({"DateSent<": "2026-03-10T12:00:00Z"}, NOON + A_SECOND, False),
        ({"DateSent": "2026-03-10"}, NOON, True),
        ({"DateSent": "2026-03-10"}, NOON + timedelta(hours=12), False),
        ({"DateSent>": "2026-03-09", "DateSent<": "2026-03-11"}, NOON, True),
        ({"DateSent>": "2026-03-09"}, None, False),
    ],
)
def test_a_date_filter_counts_both_its_ends(query, moment, passes):
    assert within(MultiDict(query), "DateSent")(moment) is passes


@pytest.mark.parametrize("text", ["soon", "9999-12-31"])
def test_a_date_that_is_none_is_refused(text):
    with pytest.raises(Refused) as refused:
        within(MultiDict({"DateSent": text}), "DateSent")
    assert refused.value.code == 20001
