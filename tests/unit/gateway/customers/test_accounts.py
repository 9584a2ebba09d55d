"""Favourites and what a cart comes to."""

import pytest

from common.errors import Invalid
from gateway.customers.accounts import MOST_FAVOURITES, Account, disliked, liked, totalled

ME = Account(id="c-1", phone="+8613800138000")
ITEMS = [
    {"code": code, "name": {"zh": code, "en": code}, "minutes": minutes, "notes": {},
     "price": {"labour": price, "parts": 0, "total": price, "currency": "CNY"}}
    for code, minutes, price in (("facial", 60, 30000), ("body", 90, 48000))
]  # fmt: skip


def favourites(account):
    return [(one["store_id"], one["code"]) for one in account.favourites]


def test_the_latest_favourite_comes_first_and_each_is_there_once():  # PO-06
    account = liked(liked(liked(ME, "s-beau", "facial"), "s-4s", "wash"), "s-beau", "facial")

    assert favourites(account) == [("s-beau", "facial"), ("s-4s", "wash")]


def test_the_same_code_of_another_store_is_another_favourite():
    account = liked(liked(ME, "s-beau", "facial"), "s-ny", "facial")

    assert favourites(disliked(account, "s-beau", "facial")) == [("s-ny", "facial")]


def test_what_is_no_favourite_can_be_given_up():
    assert disliked(ME, "s-beau", "facial") == ME


def test_an_account_holds_a_hundred_favourites_and_no_more():
    account = ME
    for number in range(MOST_FAVOURITES):
        account = liked(account, "s-beau", f"item-{number}")

    assert len(liked(account, "s-beau", "item-0").favourites) == MOST_FAVOURITES
    with pytest.raises(Invalid):
        liked(account, "s-beau", "one-more")


def test_a_cart_comes_to_the_time_and_the_price_of_all_its_items():  # PO-06
    summed = totalled(ITEMS, ("facial", "body"))

    assert (summed["minutes"], summed["total"]) == (150, {"amount": 78000, "currency": "CNY"})
    assert [one["code"] for one in summed["items"]] == ["facial", "body"]


def test_a_cart_says_all_that_the_store_does_not_offer():
    with pytest.raises(Invalid) as refusal:
        totalled(ITEMS, ("facial", "wash", "nails"))

    assert refusal.value.details["fields"] == {"items": ["not offered here: wash, nails"]}
