"""A store's month on a real database: imported, set, counted here, and added up."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from click.testing import CliRunner

from common import mongo
from common.contracts import EVENTS
from common.contracts import reporting as contract
from common.contracts.base import Told
from common.errors import Invalid, NotFound
from services.reporting.__main__ import cli, rebuild
from services.reporting.domain.rows import row_of_booking
from tests.service.reporting.conftest import NINE, NOW, a_booking_fact

STORE, MARCH = "hz-east", "2026-03"
RATES = [{"team": "A", "rate": 5200}, {"team": "B", "rate": 5000}, {"team": "C", "rate": 4990}]
PEOPLE = [
    {"name": name, "function": function}
    for function, names in (
        ("reception", "陈林"),
        ("advisor_assistant", "周吴郑"),
        ("after_sales_callback", "孙"),
        ("sales_callback", "钱"),
    )
    for name in names
]
TEAM_A = {"id": "sa-li", "name": {"zh": "李", "en": "Li"}, "team": "A"}
ARRIVED = {"arrived_at": NINE.isoformat(), "status": "arrived", "advisor": TEAM_A}


def imported(desk, rates=RATES, month=MARCH, store_id=STORE):
    return desk.service.import_rates(store_id, month, rates, None)


def sheet(desk, month=MARCH, store_id=STORE):
    made = desk.service.assessment(store_id, month)
    contract.Assessment().load(made)
    return made


def set_from(desk, month=MARCH, **told):
    return desk.service.set_terms(STORE, month, **told)


def walks_in(desk, id="a-1", day="2026-03-10", **told):
    data = {
        "arrival_id": id, "store_id": STORE, "timezone": "Asia/Shanghai", "day": day, "queue": 1,
        "at": NINE.isoformat(), "asked": True, "recorded_by": "li", **told,
    }  # fmt: skip
    fact = EVENTS["arrival_recorded"].happened(
        id, at=NINE, store_id=STORE, correlation_id="x", data=data
    )
    desk.service.keep_walk_in(Told.of(fact, EVENTS), message=fact)


def by_team(made, *names):
    return {team["team"]: tuple(team[name] for name in names) for team in made["teams"]}


def test_the_worked_example_of_march(desk):  # AC-18, RP-09, AS-02, AS-05
    set_from(desk, people=PEOPLE)

    made = imported(desk)
    assert by_team(made, "reached", "reward", "consequence", "deduction") == {
        "A": (True, None, None, 0),
        "B": (True, None, None, 0),
        "C": (False, 0, "criticism_by_name", 0),
    }
    assert (made["target"], made["team_amount"]) == (5000, None)
    assert made["everybody"] == {"reached": False, "each": 60000, "people": (), "total": 0}

    better = imported(desk, [*RATES[:2], {"team": "C", "rate": 5000}])
    assert (better["everybody"]["reached"], better["everybody"]["total"]) == (True, 420000)
    assert [*better["everybody"]["people"]] == PEOPLE


def test_a_month_that_nobody_touched_is_measured_by_half_and_rewards_nobody(desk):  # CON-9, AS-05
    made = sheet(desk)

    assert (made["target"], made["each_amount"], made["teams"]) == (5000, 60000, [])
    assert (made["imports"], made["terms_set"]) == ([], None)
    assert not made["everybody"]["reached"]


def test_a_later_import_replaces_and_the_earlier_stays_in_the_history(desk, a_desk):  # RP-10
    imported(desk)
    made = imported(a_desk(by="head"), [{"team": "A", "rate": 4000}])

    assert by_team(made, "manufacturer_rate") == {"A": (4000,)}
    assert [one["by"]["id"] for one in made["imports"]] == ["head", "boss"]
    assert made["imports"][1] == {
        "at": NOW.isoformat(), "by": {"id": "boss", "kind": "person", "role": ""}, "rates": RATES,
    }  # fmt: skip
    assert sheet(desk, "2026-04")["imports"] == []


def test_of_imports_made_at_once_none_is_lost(desk, database):  # RP-10
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: imported(desk, [{"team": "A", "rate": n}]), range(24)))

    numbers = sorted(one["number"] for one in database["assessments"].find())
    assert numbers == list(range(1, 25))
    assert len(sheet(desk)["imports"]) == 20


def test_a_target_holds_from_its_month_until_another_is_set(desk):  # AS-08, CON-9
    set_from(desk, "2026-05", target=4000)
    set_from(desk, "2026-03", target=5500, team_amount=50000)
    set_from(desk, "2026-03", target=5400)

    months = ("2026-02", "2026-03", "2026-04", "2026-05", "2027-01")
    assert [sheet(desk, month)["target"] for month in months] == [5000, 5400, 5400, 4000, 4000]
    assert [sheet(desk, month)["team_amount"] for month in months] == [None] + [50000] * 4


def test_an_amount_can_be_taken_back_and_people_leave(desk):  # AS-02, AS-05
    set_from(desk, team_amount=50000, each_amount=1, people=PEOPLE)
    made = set_from(desk, "2026-04", team_amount=None, people=PEOPLE[:1])

    assert (made["team_amount"], made["each_amount"], made["people"]) == (None, 1, PEOPLE[:1])
    assert made["terms_set"]["by"]["id"] == "boss"
    assert sheet(desk)["team_amount"] == 50000


def test_nobody_is_paid_twice(desk, database):  # AS-05
    with pytest.raises(Invalid) as refusal:
        set_from(desk, people=[PEOPLE[0], {"name": "陈 ", "function": "sales_callback"}])

    assert refusal.value.details["fields"] == {"people.1.name": ["is there twice"]}
    assert database["assessments"].count_documents({}) == 0


def test_the_local_figure_stands_beside_the_imported(desk):  # AC-18, RP-09
    for n in (1, 2, 3):
        desk.hears("booking_arrived", f"b-{n}", **ARRIVED)
    desk.hears("booking_confirmed", "b-4", advisor=TEAM_A)
    walks_in(desk, advisor=TEAM_A)

    made = imported(desk)

    assert by_team(made, "local")["A"] == ({"booked": 3, "arrivals": 4, "rate": 7500},)
    assert by_team(made, "local")["C"] == ({"booked": 0, "arrivals": 0, "rate": None},)
    assert made["local"] == {"booked": 3, "arrivals": 4, "rate": 7500}
    walks_in(desk, "a-2")
    made = sheet(desk)
    assert by_team(made, "local")["A"] == ({"booked": 3, "arrivals": None, "rate": None},)
    assert (made["local"]["rate"], made["arrivals_without_team"]) == (6000, 1)


def test_a_team_that_only_came_here_must_reach_the_target_too(desk):  # AS-05, RP-10
    desk.hears("booking_arrived", "b-1", **ARRIVED | {"advisor": {**TEAM_A, "team": "D"}})

    made = imported(desk, RATES[:2])

    assert by_team(made, "manufacturer_rate", "reached")["D"] == (None, None)
    assert not made["everybody"]["reached"]


@pytest.mark.parametrize(
    ("start", "month"),
    [
        ("2026-02-28T15:59:00+00:00", "2026-02"),
        ("2026-02-28T16:00:00+00:00", "2026-03"),
        ("2026-03-31T15:59:00+00:00", "2026-03"),
        ("2026-03-31T16:00:00+00:00", "2026-04"),
    ],
)
def test_a_month_has_the_days_of_the_store(desk, start, month):  # RP-09
    desk.hears("booking_arrived", **ARRIVED | {"start": start})

    counted = {one: sheet(desk, one)["local"]["booked"] for one in ("2026-02", MARCH, "2026-04")}
    assert counted == {"2026-02": 0, MARCH: 0, "2026-04": 0} | {month: 1}


def test_a_row_from_before_teams_counts_for_the_store_until_it_is_rebuilt(desk, database):
    desk.hears("booking_arrived", **ARRIVED)
    before = sheet(desk)
    database["rows_1"].update_one(
        {}, {"$unset": {"visit.team": "", "visit.customer_id": "", "visit.made_at": ""}}
    )

    old = sheet(desk)
    assert (old["local"]["booked"], old["arrivals_without_team"]) == (1, 1)

    fact = EVENTS["booking_arrived"]().load(a_booking_fact("b-1", 1, STORE) | ARRIVED)
    rebuild(desk.store, [[row_of_booking(fact)]], lambda: NOW)
    assert sheet(desk) == before
    assert before["local"] == {"booked": 1, "arrivals": 1, "rate": 10000}


def test_a_foreign_store_is_not_there(desk, database):
    for act in (sheet, imported):
        with pytest.raises(NotFound):
            act(desk, store_id="sh-west")
    with pytest.raises(NotFound):
        desk.service.set_terms("sh-west", MARCH, target=1)
    assert database["assessments"].count_documents({}) == 0


def test_one_store_says_nothing_of_another(desk, a_desk):
    imported(desk)
    set_from(desk, target=1)

    west = sheet(a_desk(stores=("*",)), store_id="sh-west")

    assert (west["target"], west["teams"]) == (5000, [])


def test_a_wrong_row_and_none_is_taken_over(desk, database):  # RP-10
    with pytest.raises(Invalid) as refusal:
        desk.service.import_rates(STORE, MARCH, None, "team,rate\nA,52\nA,x\n")

    assert set(refusal.value.details["fields"]) == {"rows.3.team", "rows.3.rate"}
    assert database["assessments"].count_documents({}) == 0


@pytest.fixture
def run(desk, database, monkeypatch, tmp_path):
    """Run ``assessment`` at the command line; a last word with lines in it is a file's content."""
    monkeypatch.setattr(mongo, "database", lambda _: database)

    def command(*words):
        *rest, last = words
        if "\n" in last:
            file = tmp_path / "rates.csv"
            file.write_text(last)
            last = str(file)
        return CliRunner().invoke(cli, ["assessment", *rest, last])

    return command


def test_an_operator_imports_and_prints_a_sheet(desk, run):  # RP-09, RP-10
    desk.hears("booking_arrived", **ARRIVED)
    set_from(desk, people=PEOPLE)
    assert run("import", STORE, MARCH, "team,rate\nA,52%\nB,50\nC,49.9\n").exit_code == 0

    lines = run("show", STORE, MARCH).output.splitlines()

    assert lines[:6] == [
        "hz-east  2026-03  target 50 %",
        "A  manufacturer 52 %  here 100 % (1 of 1)  reached, amount not set",
        "B  manufacturer 50 %  here ? (0 of 0)  reached, amount not set",
        "C  manufacturer 49.9 %  here ? (0 of 0)  criticised by name, no deduction",
        "store  here 100 % (1 of 1)",
        "everybody  nobody gets 600.00 RMB",
    ]
    assert lines[6].endswith("by command line")


def test_an_operator_sees_who_is_paid(desk, run):  # AS-05
    set_from(desk, people=PEOPLE, team_amount=50050)
    run("import", STORE, MARCH, "team,rate\nA,52\n")

    lines = run("show", STORE, MARCH).output.splitlines()

    assert lines[1].endswith("reached, reward 500.50 RMB")
    assert lines[3] == "everybody  7 × 600.00 RMB = 4200.00 RMB"


def test_an_operator_is_told_every_fault(desk, run):  # RP-10
    wrong = run("import", STORE, MARCH, "team,rate\nA,x\n,5\n")

    assert wrong.exit_code == 1
    assert "rows.2.rate: must be a percentage" in wrong.output
    assert "rows.3.team: is missing" in wrong.output
    assert run("show", STORE, "2026-13").exit_code == 2
