"""What an operator lists and checks."""

from pathlib import Path

from services.booking import journeys, registers
from tests.service.booking.asking import TEN, book, move
from tests.service.booking.waiting import full, join, work_off
from tests.worlds import local


def test_sound_claims_are_proved(desk, run):
    gone = book(desk())
    desk().cancel(**move(gone["id"], reason_code="other"))
    book(desk())
    desk().hold(
        store_id="s-beau", items=["facial"], start=TEN, channel="phone", ttl_seconds=300,
        idempotency_key=None,
    )  # fmt: skip

    result = run("verify")

    assert (result.exit_code, result.output) == (0, "3 looked at, 0 findings\n")


def test_a_claim_that_somebody_tampered_with_is_found(desk, database, run):
    booking = book(desk())
    database["bookings"].update_one({"_id": booking["id"]}, {"$pop": {"ticks": 1}})

    result = run("verify")

    assert result.exit_code == 1
    assert f"{booking['id']} lacks 1 of its ticks" in result.output
    assert result.output.endswith("1 looked at, 1 findings\n")


def test_a_missing_index_is_found(desk, database, run):
    database["bookings"].drop_index("one_claim_a_tick")

    result = run("verify")

    assert result.exit_code == 1
    assert "the unique index on ticks is missing" in result.output


def test_every_journey_is_listed(run):
    listed = run("journeys").output.splitlines()

    assert [line.partition(":")[0] for line in listed] == journeys.names()
    assert "4s: version 1, 9 steps" in listed


def test_a_journey_of_ones_own_is_checked(run):
    own = Path(journeys.__file__).with_name("bank.yaml")

    assert run("journeys", own).output == "bank: version 1, 7 steps\n"


def test_everything_that_is_wrong_with_a_journey_is_said(run, tmp_path):
    draft = tmp_path / "draft.yaml"
    draft.write_text("journey: draft\nsteps: {wait: {}}\n")

    result = run("journeys", draft)

    assert result.exit_code == 1
    assert "steps.wait.actions: Missing data for required field." in result.output
    assert "begin: Missing data for required field." in result.output
    assert "draft.yaml cannot be followed" in result.output


def test_every_register_is_listed(run):
    listed = run("registers").output.splitlines()

    assert [line.partition(":")[0] for line in listed] == registers.names()


def test_a_register_of_ones_own_is_checked(run):
    own = Path(registers.__file__).with_name("in-out.yaml")

    assert run("registers", own).output == "in-out: version 1, 4 fields\n"


def test_everything_that_is_wrong_with_a_register_is_said(run, tmp_path):
    draft = tmp_path / "draft.yaml"
    draft.write_text("register: draft\nmoves: {go: {}}\n")

    result = run("registers", draft)

    assert result.exit_code == 1
    assert "moves.go.to: Missing data for required field." in result.output
    assert "number: Missing data for required field." in result.output
    assert "draft.yaml cannot be kept" in result.output


def test_who_waits_is_listed_in_order_without_who_they_are(desk, database, run):
    taken, _ = full(desk())
    first, second = join(desk()), join(desk(), "sun")
    desk().cancel(**move(taken["id"], reason_code="other"))
    work_off(desk, database)

    window = "maintenance-a  2026-03-10 00:00 to 2026-03-11 00:00"
    assert run("waitlist", "s-4s").output.splitlines() == [
        f"1  {first['id']}  {window}  offered 2026-03-10 10:00 until 2026-03-09 09:15",
        f"2  {second['id']}  {window}",
        "2 waiting",
    ]
    assert run("waitlist", "s-beau").output == "0 waiting\n"


def test_a_store_that_is_not_there_has_no_queue(store, run):
    result = run("waitlist", "s-nowhere")

    assert (result.exit_code, result.output) == (1, "Error: there is no store s-nowhere\n")


def test_a_disruption_is_tried_and_nothing_is_written(run, desk, store, database):
    booking = book(desk())
    other = store.store("s-4s").lanes

    told = run("disruption", "s-4s", "all", "2030-03-10T09:00", "2030-03-10T12:00")
    assert told.output == "0 bookings hit\n"

    later = book(desk(now=local("2030-03-09 09:00")), start=local("2030-03-10 10:00"))
    told = run("disruption", "s-4s", "all", "2030-03-10T09:00", "2030-03-10T12:00")

    assert told.exit_code == 0, told.output
    lines = told.output.splitlines()
    assert lines[0] == f"{later['number']} 2030-03-10T10:00:00+08:00 confirmed"
    assert lines[-1] == "1 bookings hit"
    assert booking["number"] not in told.output
    assert store.store("s-4s").lanes == other
    assert database["disruptions"].count_documents({}) == 0


def test_a_disruption_of_what_is_not_there_says_so(run, store):
    for words in (
        ("s-nowhere", "all", "2030-03-10T09:00", "2030-03-10T12:00"),
        ("s-4s", "bay-9", "2030-03-10T09:00", "2030-03-10T12:00"),
        ("s-4s", "maintenance-1", "2030-03-10T12:00", "2030-03-10T09:00"),
    ):
        assert run("disruption", *words).exit_code == 1
