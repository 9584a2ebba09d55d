"""A hundred callers want the last place: one gets it, the others are told where else."""

import pytest

from devstack.api_client import ApiClient
from tests.faults.load import Wish, bad_answers, race

RACERS = 100
STORE = "s-4s-2"


@pytest.fixture
def partners(stack):
    return [partner["key"] for partner in stack.info["partners"].values()]


@pytest.fixture
def desk(stack):
    info = stack.info
    manager = ApiClient.signed_in(
        info["base_url"], "mgr-4s-2", info["people"]["mgr-4s-2"]["password"]
    )
    return manager._session.headers["Authorization"].removeprefix("Bearer ")


def check(answers, books):
    assert bad_answers(answers) == []
    assert sorted(one.status for one in answers) == [201] + [409] * (RACERS - 1)
    (winner,) = [one for one in answers if one.status == 201]
    assert all(one.problem["alternatives"] for one in answers if one.status == 409)
    held = list(books.bookings.find({"store_id": STORE, "ticks": {"$exists": True}}))
    assert winner.booking["id"] in [one["_id"] for one in held]
    assert books.claimed_twice() == []
    assert books.unsound() == []
    assert max(one.seconds for one in answers) < 10


@pytest.mark.parametrize("hour", [10, 11, 14, 15, 16])
def test_partners_race_for_one_place(stack, books, partners, hour):
    start = f"2026-06-01T{hour}:00:00+08:00"

    answers = race(stack.info, partners, [Wish.of(STORE, start) for _ in range(RACERS)])

    check(answers, books)


def test_partners_and_the_desk_race_for_one_place(stack, books, partners, desk):
    start = "2026-06-02T10:00:00+08:00"

    answers = race(stack.info, [*partners, desk], [Wish.of(STORE, start) for _ in range(RACERS)])

    check(answers, books)


def test_one_wish_sent_a_hundred_times_at_once_is_one_booking(
    stack, books, partners
):  # negative 10
    wish = Wish.of(STORE, "2026-06-03T10:00:00+08:00")

    answers = race(stack.info, partners[:1], [wish] * RACERS)

    assert {one.status for one in answers} == {201}
    assert len({one.booking["id"] for one in answers}) == 1
    assert books.bookings.count_documents({"customer.id": books.customer_of(wish.phone)}) == 1
