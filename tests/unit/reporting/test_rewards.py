"""The booking-rate reward: each team by itself, all staff only together."""

from dataclasses import replace

import pytest

from common.errors import Invalid
from services.reporting.domain.rewards import Entitled, Terms, entitled, for_everybody, results

PEOPLE = (
    *(Entitled(name, "reception") for name in ("陈", "林")),
    *(Entitled(name, "advisor_assistant") for name in ("周", "吴", "郑")),
    Entitled("孙", "after_sales_callback"),
    Entitled("钱", "sales_callback"),
)
TERMS = Terms(people=PEOPLE)
MARCH = {"A": 5200, "B": 5000, "C": 4990}


def judged(rates, terms=TERMS, teams=None):
    return results(teams or rates, rates, terms)


def test_the_worked_example_of_march():  # AC-18, RP-09, AS-02, AS-05
    a, b, c = judged(MARCH)

    assert [one.team for one in (a, b, c)] == ["A", "B", "C"]
    assert [one.reached for one in (a, b, c)] == [True, True, False]
    assert [one.consequence for one in (a, b, c)] == [None, None, "criticism_by_name"]
    assert [one.deduction for one in (a, b, c)] == [0, 0, 0]
    nobody = for_everybody([a, b, c], TERMS)
    assert (nobody.reached, nobody.people, nobody.total) == (False, (), 0)

    seven = for_everybody(judged({**MARCH, "C": 5000}), TERMS)
    assert (seven.reached, len(seven.people), seven.each, seven.total) == (True, 7, 60000, 420000)


@pytest.mark.parametrize(
    ("rate", "reached"), [(4999, False), (5000, True), (5001, True), (0, False), (10000, True)]
)
def test_the_target_itself_is_reached_and_a_hair_below_is_not(rate, reached):  # RP-09, CON-9
    [team] = judged({"A": rate})

    assert team.reached is reached
    assert for_everybody([team], TERMS).reached is reached


@pytest.mark.parametrize(("target", "reached"), [(5200, True), (5201, False), (0, True)])
def test_the_target_is_the_months_own(target, reached):  # AS-08, CON-9
    [team] = judged({"A": 5200}, replace(TERMS, target=target))

    assert team.reached is reached


@pytest.mark.parametrize(("amount", "reward"), [(None, None), (0, 0), (50000, 50000)])
def test_a_team_gets_what_is_set_and_nothing_until_it_is(amount, reward):  # AS-02
    reached, missed = judged({"A": 5000, "B": 4999}, replace(TERMS, team_amount=amount))

    assert (reached.reward, missed.reward) == (reward, 0)


def test_a_team_without_an_imported_figure_is_not_judged_and_holds_up_everybody():  # AS-05, RP-10
    known, unknown = judged({"A": 5200}, teams=["B", "A"])

    assert (known.team, unknown.team) == ("A", "B")
    assert (unknown.reached, unknown.reward, unknown.consequence) == (None, 0, None)
    assert not for_everybody([known, unknown], TERMS).reached


def test_where_there_is_no_team_nobody_is_rewarded():  # AS-05
    nobody = for_everybody(judged({}), TERMS)

    assert (nobody.reached, nobody.total) == (False, 0)


def test_all_reached_and_nobody_entitled_costs_nothing():  # AS-05
    found = for_everybody(judged({"A": 5000}), Terms())

    assert (found.reached, found.total) == (True, 0)


def test_what_nobody_has_set_is_as_the_chain_has_it():  # CON-9, AS-02, AS-05
    assert Terms() == Terms(target=5000, team_amount=None, each_amount=60000, people=())


def test_teams_are_ranked_and_equals_stand_by_name():  # RP-09
    ranked = judged({"D": 0, "B": 4000, "A": 4000, "C": 6000}, teams=["E", "D", "C", "B", "A"])

    assert [one.team for one in ranked] == ["C", "A", "B", "D", "E"]


def test_whoever_works_in_two_functions_is_paid_once():  # AS-05
    told = [{"name": one.name, "function": one.function} for one in PEOPLE]
    assert entitled(told) == PEOPLE

    with pytest.raises(Invalid) as refusal:
        entitled([*told, {"name": "陈 ", "function": "sales_callback"}])
    assert refusal.value.details["fields"] == {"people.7.name": ["is there twice"]}
