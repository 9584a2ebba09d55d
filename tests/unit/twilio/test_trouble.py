import random

import pytest
from marshmallow import ValidationError

from devstack.twilio.trouble import CallbackTrouble, Fate, Plan, RuleSchema, Troubles, WrongAnswer

CUSTOMER = "+8613800000001"


def ordered(*rules, seed=1):
    troubles = Troubles(random.Random(seed))
    troubles.add(RuleSchema(many=True).load(list(rules)))
    return troubles


def strike(troubles, *, kind="sms", to=CUSTOMER, text="Ref K7Q2"):
    return troubles.strike(kind=kind, to=to, text=text)


def test_without_rules_nothing_goes_wrong():
    assert strike(Troubles()) == Plan()


@pytest.mark.parametrize(
    ("do", "answer"),
    [
        ("accept_then_hang", WrongAnswer(how="hang", accepted=True)),
        ({"accept_then_hang": {"seconds": 2}}, WrongAnswer(how="hang", accepted=True, seconds=2.0)),
        ("accept_then_500", WrongAnswer(how="refuse", accepted=True, code=20500)),
        ("accept_then_reset", WrongAnswer(how="reset", accepted=True)),
        ("drop_connection_before_accept", WrongAnswer(how="drop", accepted=False)),
        ("http_500", WrongAnswer(how="refuse", accepted=False, code=20500)),
        ("http_429", WrongAnswer(how="refuse", accepted=False, code=20429, retry_after=1)),
        (
            {"error": {"code": 21610, "status": 400}},
            WrongAnswer(how="refuse", accepted=False, code=21610, status=400),
        ),
    ],
)
def test_what_is_ordered_is_what_happens(do, answer):
    assert strike(ordered({"do": do})).answer == answer


def test_one_rule_may_spoil_answer_end_and_callbacks_together():
    plan = strike(
        ordered(
            {
                "do": {
                    "accept_then_500": {},
                    "final_status": {"status": "undelivered", "error_code": 30003},
                    "callbacks": {"duplicate": 2},
                }
            }
        )
    )

    assert plan.answer is not None
    assert plan.fate == Fate(status="undelivered", error_code=30003)
    assert plan.callbacks == CallbackTrouble(duplicate=2)


def test_of_two_wrong_answers_the_older_one_is_given_and_the_other_kept():
    troubles = ordered({"do": "http_500", "times": 1}, {"do": "http_429", "times": 1})

    first, second, third = (strike(troubles).answer for _ in range(3))

    assert first is not None
    assert second is not None
    assert (first.code, second.code, third) == (20500, 20429, None)


def test_rules_of_different_sorts_strike_together():
    plan = strike(ordered({"do": "http_500"}, {"do": {"callbacks": {"lose": True}}}))

    assert plan.answer is not None
    assert plan.callbacks is not None


@pytest.mark.parametrize(
    ("match", "hit"),
    [
        ({}, True),
        ({"to": CUSTOMER}, True),
        ({"to": "+8613900000000"}, False),
        ({"body_contains": "K7Q2"}, True),
        ({"body_contains": "Z9Z9"}, False),
        ({"kind": "sms"}, True),
        ({"kind": "voice"}, False),
        ({"to": CUSTOMER, "body_contains": "Z9Z9"}, False),
    ],
)
def test_only_what_matches_is_hit(match, hit):
    plan = strike(ordered({"match": match, "do": "http_500"}))

    assert (plan.answer is not None) is hit


def test_a_rule_strikes_as_often_as_ordered():
    troubles = ordered({"do": "http_500", "times": 3})

    struck = [strike(troubles).answer is not None for _ in range(5)]

    assert struck == [True, True, True, False, False]
    assert troubles.rules()[0].taken == 3


def test_a_chance_of_one_in_ten_strikes_about_one_in_ten():
    troubles = ordered({"do": "http_500", "chance": 0.1})

    struck = sum(strike(troubles).answer is not None for _ in range(2000))

    assert 140 <= struck <= 260


def test_a_chance_of_nothing_never_strikes():
    troubles = ordered({"do": "http_500", "chance": 0})

    assert not any(strike(troubles).answer for _ in range(100))


@pytest.mark.parametrize(
    "rule",
    [
        {"do": {"callbacks": {"duplicate": -1}}},
        {"do": {"callbacks": {"forget": True}}},
        {"do": {"http_429": {"retry_after": -1}}},
        {"do": "http_500", "chance": 1.1},
        {"do": "http_500", "often": 3},
        {"match": {}},
    ],
)
def test_a_rule_with_an_unknown_word_is_refused(rule):
    with pytest.raises(ValidationError):
        RuleSchema().load(rule)
