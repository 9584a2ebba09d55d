"""What the chain says of customers who serve themselves, and when operators hear of the budget."""

import pytest

from gateway.customers.policy import CustomerPolicy, crossed


def test_what_the_chain_leaves_out_is_as_we_have_it():
    policy = CustomerPolicy.of({"_id": "chain", "served": ["CN", "DE"]})

    assert policy == CustomerPolicy(served=("CN", "DE"))


def test_a_number_is_blocked_by_itself_or_by_what_it_begins_with():
    policy = CustomerPolicy(blocked=("+8613800138000", "+861700"))

    assert policy.blocks("+8613800138000")
    assert policy.blocks("+8617001234567")
    assert not policy.blocks("+8613800138001")
    assert not CustomerPolicy().blocks("+8613800138000")


@pytest.mark.parametrize(
    ("count", "told"),
    [(4, []), (5, [50]), (6, []), (7, []), (8, [80]), (9, []), (10, [100])],
)
def test_operators_hear_once_at_50_80_and_100_percent(count, told):
    assert crossed(count - 1, count, 10) == told


def test_a_tiny_budget_tells_all_that_one_code_crosses():
    assert crossed(0, 1, 1) == [50, 80, 100]
