import json

import pytest

from bench.rows import race
from bench.wire import Answer


def answers(*statuses):
    return [Answer(status, 0.1, b"") for status in statuses]


@pytest.mark.parametrize(
    ("statuses", "fair"),
    [
        (["201"] + ["409"] * 99, True),
        (["201"] * 2 + ["409"] * 98, False),
        (["409"] * 100, False),
        (["201"] + ["409"] * 98 + ["503"], False),
        (["201"] + ["409"] * 98, False),
    ],
    ids=["one winner", "two winners", "nobody", "an error", "one unanswered"],
)
def test_a_race_is_fair_when_one_wins_and_the_others_are_told_so(statuses, fair):
    assert race._is_fair(answers(*statuses)) == fair


@pytest.mark.parametrize(("overlapping", "starts"), [(False, 1), (True, 4)])
def test_whoever_races_wants_the_same_time_or_one_that_overlaps(overlapping, starts):
    wishes = [json.loads(one.split(b"\r\n\r\n")[1]) for one in race._wishes("k", 3, overlapping)]

    assert len(wishes) == race.CLIENTS
    assert len({wish["start"] for wish in wishes}) == starts
    assert len({wish["start"][:10] for wish in wishes}) == 1
