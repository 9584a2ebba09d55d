"""Standing in for a colleague: what may be done for them, and how soon that begins and ends."""

import pytest

from common.errors import Unavailable
from gateway import standing_in
from gateway.people import Person, stores_of
from gateway.roles import DEPARTMENTS, ROLES
from gateway.standing_in import NEVER_LENT, StandingIn, rights_beside


def somebody(role, login="a", stores=("s-4s",), active=True):
    return Person(login, login, role, frozenset(stores), "zh", active)


def test_a_substitute_may_do_what_the_absent_one_may():  # RL-12
    clerk, boss = somebody("tracking_clerk"), somebody("business_supervisor", "b")

    lent = rights_beside(clerk, [boss])
    assert "cases:solve" in lent
    assert lent == ROLES["business_supervisor"] - ROLES["tracking_clerk"] - NEVER_LENT
    assert rights_beside(boss, [clerk]) == ROLES["tracking_clerk"] - ROLES["business_supervisor"]
    assert rights_beside(clerk, []) == frozenset()


def test_nobody_takes_rights_into_a_store_where_the_absent_one_has_none():  # RL-12, RL-27
    boss = somebody("business_supervisor", "b", stores=["s-4s"])

    assert rights_beside(somebody("tracking_clerk", stores=["s-4s", "s-4s-2"]), [boss]) == set()
    assert rights_beside(somebody("tracking_clerk", stores=["s-4s"]), [boss])


@pytest.mark.parametrize("role", ["manager", "head_office", "operator", "cr_clerk"])
def test_whoever_went_to_another_department_meanwhile_lends_nothing(role):  # RL-12
    was_a_clerk = somebody(role, "b", stores=stores_of(role, ["s-4s"]))

    assert rights_beside(somebody("tracking_clerk"), [was_a_clerk]) == set()


def test_whoever_works_for_the_whole_chain_is_of_no_department_and_lends_nothing():  # RL-12
    operator, head = somebody("operator", stores=["*"]), somebody("head_office", "b", ["*"])

    assert rights_beside(operator, [head]) == rights_beside(head, [operator]) == set()


@pytest.mark.parametrize(
    "right",
    [
        "people:write",
        "substitutions:write",
        "partners:write",
        "customers:sensitive",
        "customers:export",
        "customers:erase",
        "audit:read",
        "sandbox",
    ],
)
@pytest.mark.parametrize("department", DEPARTMENTS.values(), ids=DEPARTMENTS)
def test_what_one_person_was_trusted_with_is_never_lent(department, right):  # RL-12, RL-15, PV-05
    assert not any(
        right in rights_beside(somebody(one), [somebody(other, "b")])
        for one in department
        for other in department
    )


def test_whoever_left_for_good_lends_nothing():
    gone = somebody("business_supervisor", "b", active=False)

    assert rights_beside(somebody("tracking_clerk"), [gone]) == set()


@pytest.fixture
def clock(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(standing_in.time, "monotonic", lambda: now[0])
    return now


def test_what_was_asked_counts_for_some_seconds(clock):  # RL-12
    answers = [[{"absent": "boss", "substitute": "clerk"}], []]
    known = StandingIn(lambda: answers.pop(0))

    assert known.absent_for("clerk") == ["boss"]
    assert known.absent_for("boss") == []
    clock[0] += standing_in.FRESH_SECONDS
    assert known.absent_for("clerk") == ["boss"]
    clock[0] += 0.1
    assert known.absent_for("clerk") == []


def test_while_nobody_can_be_asked_what_was_known_counts(clock):
    def ask():
        if clock[0] > 100:
            raise Unavailable(part="followup")
        return [{"absent": "boss", "substitute": "clerk"}]

    known = StandingIn(ask)

    assert known.absent_for("clerk") == ["boss"]
    clock[0] += 60
    assert known.absent_for("clerk") == ["boss"]


def test_after_no_answer_nobody_waits_for_another_at_once(clock):
    asked = []

    def ask():
        asked.append(clock[0])
        raise Unavailable(part="followup")

    known = StandingIn(ask)

    for later in (0, 5, 24.9, 0.2):
        clock[0] += later
        assert known.absent_for("clerk") == []
    assert asked == [100.0, 130.1]
