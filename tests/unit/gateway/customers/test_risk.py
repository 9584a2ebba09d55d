"""Who must prove that a number is theirs, and who need not (features: phone codes on risk only)."""

import pytest

from gateway.customers.policy import CustomerPolicy
from gateway.customers.risk import PASS, PROVE, REFUSE, WAIT, Signs, judged, reasons

POLICY = CustomerPolicy(open_before_code=2, missed_before_code=2, most_open=5)


def signs(**but):
    return Signs(**{"known": True, "open": 0, "missed": 0, **but})


def test_whom_the_chain_knows_books_without_a_code():
    assert judged(signs(), POLICY) == PASS
    assert reasons(signs(), POLICY) == []


@pytest.mark.parametrize(
    ("sign", "reason"),
    [
        ({"known": False}, "unknown_number"),
        ({"open": 2}, "many_open"),
        ({"missed": 2}, "no_shows"),
        ({"many_of_prefix": True}, "prefix_velocity"),
        ({"many_of_address": True}, "address_velocity"),
    ],
)
def test_each_sign_by_itself_asks_for_a_code_and_a_code_answers_it(sign, reason):
    assert reasons(signs(**sign), POLICY) == [reason]
    assert judged(signs(**sign), POLICY) == PROVE
    assert judged(signs(**sign, proven=True), POLICY) == PASS


@pytest.mark.parametrize("sign", [{"open": 1}, {"missed": 1}])
def test_one_less_is_no_sign(sign):
    assert judged(signs(**sign), POLICY) == PASS


def test_nobody_has_more_visits_to_come_than_the_chain_allows():
    assert judged(signs(open=4, proven=True), POLICY) == PASS
    assert judged(signs(open=5, proven=True), POLICY) == WAIT


def test_how_many_visits_a_number_has_is_told_only_to_whoever_has_proven_it():
    assert judged(signs(open=5), POLICY) == PROVE


def test_a_blocked_number_books_nothing_proven_or_not():
    assert judged(signs(blocked=True), POLICY) == REFUSE
    assert judged(signs(blocked=True, proven=True), POLICY) == REFUSE
