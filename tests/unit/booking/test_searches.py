"""What one search may ask: of what somebody offers, and how much of it."""

from datetime import timedelta

import pytest

from common.errors import Invalid
from gateway.faults import in_words
from services.booking.domain.availability import Slot
from services.booking.domain.searches import check_offered, check_work, page_of
from tests.worlds import a_store, local

FIRST = local("2026-03-10 00:00")
A_DAY = timedelta(days=1)
A_MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("stores", "days", "order"),
    [
        (1, 31, "soonest"), (200, 7, "soonest"), (200, 8, "soonest"), (51, 31, "soonest"),
        (1, 31, "emptiest"), (200, 2, "emptiest"), (250, 2, "emptiest"), (16, 31, "emptiest"),
        (0, 31, "emptiest"),
    ],
)  # fmt: skip
def test_a_month_of_one_store_or_some_days_of_a_city_are_searched_at_once(stores, days, order):
    check_work(stores, FIRST, FIRST + days * A_DAY, order)


@pytest.mark.parametrize(
    ("stores", "days", "order"),
    [(200, 8, "soonest"), (250, 2, "emptiest")],
)
def test_a_search_of_more_is_refused_and_says_how_much_it_may_be(stores, days, order):
    with pytest.raises(Invalid) as refusal:
        check_work(stores, FIRST, FIRST + days * A_DAY + A_MINUTE, order)

    [fault] = refusal.value.details["fields"]["to"]
    most = {"soonest": 1600, "emptiest": 500}[order]
    asked = f"{stores} stores for {days + 1} days"
    assert fault == f"{asked}: more than {most} store-days in one search"
    assert str(most) in in_words(fault, "zh")
    assert in_words(fault, "zh") != fault


def test_what_none_of_the_stores_offers_is_refused_in_the_words_of_a_booking():  # BK-10
    with pytest.raises(Invalid) as refusal:
        check_offered([a_store(), a_store("s-beau")], ["haircut"])

    assert refusal.value.details == {"fields": {"items": ["not offered here: haircut"]}}


def test_what_one_of_the_stores_offers_may_be_searched_in_all_of_them():
    check_offered([a_store(), a_store("s-beau")], ["facial"])


@pytest.mark.parametrize(
    ("starts", "limit", "on_page"),
    [
        ([], 1, 0), ([5], 1, 1), ([5, 5], 2, 2), ([5, 6], 2, 2),
        ([5, 6, 7], 2, 2), ([5, 6, 6], 2, 1), ([5, 5, 6], 2, 2), ([5, 6, 6, 6], 3, 1),
        ([5, 5, 6], 1, 2), ([5, 5, 5, 6], 2, 3),
    ],
)  # fmt: skip
def test_stores_that_share_a_start_stay_on_one_page(starts, limit, on_page):  # SL-04
    found = [(a_store(), Slot(start, start + 1, 1)) for start in starts]

    assert page_of(found, limit) == (found[:on_page], found[on_page:])
