"""The manufacturer's figures as they come: every fault of every row at once."""

import pytest

from common.contracts.reporting import MOST_TEAMS
from common.errors import Invalid
from services.reporting.domain.imports import of_list, of_table


def faults(read, told):
    with pytest.raises(Invalid) as refusal:
        read(told)
    return refusal.value.details["fields"]


def test_a_table_is_read_as_people_write_it():  # RP-10
    text = "\ufeffrate,team\n52,A\n\n50.00%, B \n49.9 %,三组\n"

    assert of_table(text) == {"A": 5200, "B": 5000, "三组": 4990}


def test_every_fault_of_a_table_is_told_by_its_row():  # RP-10
    text = "team,rate\nA,fifty\n,50\nA,100.01\nB\n" + "x" * 41 + ",49.999\n\x1b,1\n"

    assert faults(of_table, text) == {
        "rows.2.rate": ["must be a percentage from 0 to 100, two decimals at most"],
        "rows.3.team": ["is missing"],
        "rows.4.team": ["is there twice"],
        "rows.4.rate": ["must be a percentage from 0 to 100, two decimals at most"],
        "rows.5": ["must have 2 cells"],
        "rows.6.team": ["is longer than 40 characters"],
        "rows.6.rate": ["must be a percentage from 0 to 100, two decimals at most"],
        "rows.7.team": ["must be some words"],
    }


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("", {"rows.1.team", "rows.1.rate"}),
        ("team;rate\nA;52\n", {"rows.1.team", "rows.1.rate", "rows.1.team;rate"}),
        ("team,rate,rate\nA,1,2\n", {"rows.1"}),
        ("team,rate\n,\n", {"rows"}),
        ('team,rate\n"A\n', {"table"}),
        ("team,rate\n" + "A,1\n" * (MOST_TEAMS + 1), {"rows"}),
    ],
    ids=["nothing", "other columns", "a column twice", "no row", "no CSV", "too many rows"],
)
def test_what_is_no_such_table_is_refused(text, places):  # RP-10
    assert set(faults(of_table, text)) == places


def test_a_team_stands_once_in_a_list():  # RP-10
    told = [{"team": team, "rate": 5000} for team in ("A", "B", "A ", "B")]

    assert of_list(told[:2]) == {"A": 5000, "B": 5000}
    assert faults(of_list, told) == {
        "rates.2.team": ["is there twice"],
        "rates.3.team": ["is there twice"],
    }
