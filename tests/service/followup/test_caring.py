"""Tasks around a booking on a real database: heard in any order, done once, told to booking."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import count

import pytest

from common.contracts import booking, followup
from common.errors import Conflict, Forbidden, Invalid, NotFound, Stale, Unavailable
from services.followup.calls.answering import ANSWER, AWAY_FOR_NOW
from services.followup.calls.caring import HAND_ON
from tests.service.followup.team import CALL, MADE, START, record
from tests.worlds import local


def test_an_older_fact_after_a_newer_one_changes_nothing(team):  # RM-20
    team.hears("booking_cancelled", 2, "cancelled")
    team.hears("booking_confirmed", 1)

    assert team.tasks() == []


def test_a_fact_heard_twice_plans_once(team, database):  # RM-01
    team.hears("booking_confirmed")
    team.hears("booking_confirmed")
    database["inbox"].delete_many({})
    team.hears("booking_confirmed")

    assert [task["kind"] for task in team.tasks()] == ["confirm_call"]
    assert team.told == ["task_planned"]


def test_whatever_order_facts_come_in_the_newest_decides(team):  # RM-20
    team.hears("booking_confirmed", 1, channel="advisor")
    team.hears("booking_to_rebook", 3, "to_rebook")
    team.hears("booking_changed", 2, start=(START + timedelta(days=1)).isoformat())

    standing = [task["kind"] for task in team.tasks() if task["state"] in ("open", "waiting")]
    assert standing == ["rebook"]
    assert sorted(team.told) == sorted(["task_planned"] * 3 + ["task_withdrawn"] * 2)


def test_replicas_that_hear_at_once_agree(team):  # RM-20
    """Ten facts of one life at once: whoever is overtaken runs again, and the last one stands."""
    team.hears("booking_confirmed")

    def hear(revision):
        moved = {
            "start": (START + timedelta(hours=revision)).isoformat(),
            "agreed_at": (MADE + timedelta(minutes=revision)).isoformat(),
        }
        team.hears("booking_changed", revision, **moved)

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(hear, range(2, 9)))
    for revision in range(2, 9):
        hear(revision)

    [standing] = [task for task in team.tasks() if task["state"] == "waiting"]
    assert standing["start"] == local("2026-03-10 22:00").isoformat()


def test_a_completed_visit_ends_the_calls_before_it_and_plans_the_one_after(team):  # FU-01, RM-20
    team.hears("booking_confirmed")
    team.hears("booking_completed", 2, "completed")

    states = {task["kind"]: task["state"] for task in team.tasks()}
    assert states == {"confirm_call": "dropped", "first_call": "waiting", "customer_file": "open"}


def test_what_the_customer_said_reaches_the_booking_once(team):  # RM-01
    team.hears("booking_confirmed")
    [task] = team.tasks()
    team.now = CALL
    record(team(), task, "arrives_at", expected_at=START + timedelta(minutes=10), notes="堵车")

    assert team.works(ANSWER) == [None]
    [asked] = team.booking.asked
    assert (asked["answer"], asked["cause"], asked["by"]["id"]) == ("confirm", task["id"], "sa-li")
    assert datetime.fromisoformat(asked["expected_at"]) == START + timedelta(minutes=10)
    assert team().get(task["id"])["answer"] == {"move": "confirm", "state": "done"}
    assert team.works(ANSWER) == []


def test_what_is_owed_to_a_booking_survives_the_death_of_whoever_was_to_tell(team, database):
    """RM-01: it lies with the outcome, in one transaction, and is asked under one cause again."""
    team.hears("booking_confirmed")
    [task] = team.tasks()
    team.now = CALL
    record(team(), task, "confirmed")
    dead = team.due.claim([ANSWER], team.now)
    team(role="booking_agent").answer(dead)
    database["tasks"].update_one({"_id": task["id"]}, {"$set": {"answer.state": "owed"}})
    database["due"].update_one({"_id": dead.id}, {"$set": {"lease_until": MADE}})

    assert team.works(ANSWER) == [None]
    assert [asked["cause"] for asked in team.booking.asked] == [task["id"], task["id"]]
    assert team().get(task["id"])["answer"]["state"] == "done"


def test_an_outcome_that_could_not_be_planned_for_is_not_recorded(team, database):
    """Both in one transaction: neither an outcome without its effect, nor the other way about."""
    team.hears("booking_confirmed")
    [task] = team.tasks()
    team.now = CALL
    before = team().get(task["id"])

    def dies():
        raise ConnectionError

    stored = team.store.task(task["id"])
    with pytest.raises(ConnectionError):
        team.store.keep_and(stored, stored, [], dies)
    worker = team()
    worker._plan_answer = lambda _: dies()
    with pytest.raises(ConnectionError):
        record(worker, task, "confirmed")
    assert team().get(task["id"]) == before


def test_while_booking_is_away_the_answer_waits(team):
    team.hears("booking_confirmed")
    [task] = team.tasks()
    team.now, team.booking.answers = CALL, [Unavailable(part="booking"), Stale(revision=9), None]
    record(team(), task, "new_time")

    assert team.works(ANSWER) == [AWAY_FOR_NOW]
    assert team.works(ANSWER)[0] is not None
    assert team().get(task["id"])["answer"]["state"] == "owed"
    assert team.works(ANSWER) == [None]
    assert team().get(task["id"])["answer"]["state"] == "done"


def test_what_booking_refuses_is_shown_to_people(team):
    team.hears("booking_confirmed")
    [task] = team.tasks()
    refusal = booking.IllegalTransition(status="arrived", move="to_rebook", legal=["start"])
    team.now, team.booking.answers = CALL, [refusal]
    record(team(), task, "new_time")

    assert team.works(ANSWER) == [None]
    told = team().get(task["id"])
    assert told["answer"]["state"] == "refused"
    assert (told["history"][-1]["move"], told["history"][-1]["notes"]) == ("answer", "arrived")
    assert issubclass(booking.IllegalTransition, Conflict)


def test_a_no_show_passes_to_customer_relations_by_itself(team):  # CON-3, NS-02, NS-03
    team.hears("booking_confirmed")
    team.now = START + timedelta(hours=1)
    team.hears("booking_no_show", 2, "no_show")
    [chase] = team.tasks(kind="no_show_call")
    team().take(chase["id"], None)

    team.now = datetime.fromisoformat(chase["due_at"]) - timedelta(seconds=1)
    assert team.works(HAND_ON) == []
    team.now += timedelta(seconds=1)
    assert team.works(HAND_ON) == [None]
    passed = team().get(chase["id"])
    assert (passed["owner"], passed["taken_by"], passed["state"]) == ("cr_clerk", None, "open")


def test_a_task_that_was_done_is_not_handed_on(team):  # CON-3
    team.now = START + timedelta(hours=1)
    team.hears("booking_no_show", 2, "no_show")
    [chase] = team.tasks(kind="no_show_call")
    record(team(), chase, "reached", reason="forgot")

    team.now += timedelta(days=9)
    assert team.works(HAND_ON) == [None]
    assert team().get(chase["id"])["owner"] == "advisor"


@pytest.mark.parametrize("first", ["no_show", "new booking"])
def test_a_new_booking_ends_the_chase_whichever_is_heard_first(team, first):  # NS-10
    team.now = START + timedelta(hours=1)
    later = {
        "created_at": team.now.isoformat(),
        "agreed_at": team.now.isoformat(),
        "start": (START + timedelta(days=1)).isoformat(),
    }
    heard = [
        lambda: team.hears("booking_no_show", 2, "no_show"),
        lambda: team.hears("booking_confirmed", booking_id="b-2", **later),
    ]
    for hear in heard if first == "no_show" else reversed(heard):
        hear()

    [chase] = team.tasks(kind="no_show_call")
    assert (chase["outcome"]["outcome"], chase["linked_booking_id"]) == ("rebooked", "b-2")


def test_somebody_else_s_booking_ends_no_chase(team):  # NS-10
    team.now = START + timedelta(hours=1)
    team.hears("booking_no_show", 2, "no_show")
    stranger = {"id": "c-9", "name": "李", "phone": "+8613800138009"}
    team.hears("booking_confirmed", booking_id="b-2", customer=stranger,
               created_at=team.now.isoformat(), agreed_at=team.now.isoformat())  # fmt: skip

    assert team.tasks(kind="no_show_call")[0]["state"] == "open"


def test_a_call_that_nobody_took_is_called_back_and_joined_while_it_is_open(team):  # CH-02
    desk = team("sr-chen", "reception")
    first = desk.log_missed_call("s-4s", "138 0013 8000", None)
    second = desk.log_missed_call("s-4s", "+8613800138000", None)

    assert (first["joined"], second["joined"]) == (False, True)
    assert first["task"]["due_at"] == (MADE + timedelta(minutes=15)).astimezone(
        local("2026-03-09 09:00").tzinfo
    ).isoformat(timespec="seconds")
    assert [move["move"] for move in second["task"]["history"]] == ["plan", "call_again"]
    record(desk, first["task"], "booked")
    third = desk.log_missed_call("s-4s", "13800138000", None)
    assert (third["joined"], third["task"]["id"] != first["task"]["id"]) == (False, True)
    assert team.told == []


def test_of_many_calls_of_one_number_at_once_one_task_is_made(team):  # CH-02
    def log(_):
        return team("sr-chen", "reception").log_missed_call("s-4s", "13800138000", None)

    with ThreadPoolExecutor(8) as pool:
        logged = list(pool.map(log, range(4)))
    assert sorted(one["joined"] for one in logged) == [False, True, True, True]
    assert len(team.tasks(kind="missed_call")) == 1


def test_a_call_to_nowhere_is_refused(team):  # CH-02
    with pytest.raises(Invalid):
        team().log_missed_call("s-4s", "12345", None)
    with pytest.raises(NotFound):
        team(stores=("s-4s-2",)).log_missed_call("s-4s", "13800138000", None)
    with pytest.raises(NotFound):
        team().log_missed_call("s-none", "13800138000", None)


def test_the_queue_can_be_asked_whose_what_and_what_is_late(team):
    team.hears("booking_confirmed", channel="advisor")
    numbers = count(2)
    team.hears("booking_failed", next(numbers), "failed", booking_id="b-2")
    late = MADE + timedelta(minutes=20)

    def kinds(**wanted):
        return sorted(task["kind"] for task in team.tasks(**wanted))

    assert kinds(owner="booking_agent") == ["advisor_callback"]
    assert kinds(kind="alternatives") == ["alternatives"]
    assert kinds(due_before=late) == ["advisor_callback"]
    team.now = late
    assert kinds(overdue=True) == ["advisor_callback"]
    assert kinds(overdue=False) == ["alternatives", "confirm_call"]


def test_a_task_is_handed_on_with_the_reason(team):  # CON-7
    team.hears("booking_confirmed")
    [task] = team.tasks()
    given = team().reassign(task["id"], 1, role="cr_clerk", person=None, reason="休假")

    assert (given["owner"], given["history"][-1]["notes"]) == ("cr_clerk", "休假")
    with pytest.raises(Stale):
        team().reassign(task["id"], 1, role="advisor", person=None, reason="回来")
    with pytest.raises(Forbidden):
        team("clerk-sun", "tracking_clerk").reassign(
            task["id"], None, role="advisor", person=None, reason="x"
        )


def test_a_task_of_a_trade_that_is_not_yours_is_not_taken(team):  # requirements §19.1
    team.hears("booking_confirmed")
    [task] = team.tasks()
    team.now = CALL

    with pytest.raises(Forbidden):
        team("clerk-sun", "tracking_clerk").take(task["id"], None)


def test_every_task_of_a_booking_is_exported_and_none_of_no_booking(team):
    team.hears("booking_confirmed")
    team().log_missed_call("s-4s", "13800138000", None)

    facts = team().export(None, 10)["facts"]
    assert [fact["kind"] for fact in facts] == ["confirm_call"]
    followup.TaskFact().load(facts[0])


def test_a_task_from_before_there_were_owners_is_the_clerk_s(team, database):
    team.hears("booking_completed", 2, "completed")
    new = ("owner", "accountable", "next_owners", "by", "outcomes", "answers", "answer", "start",
           "pause_minutes", "linked_booking_id", "agreed_at", "open_key", "brief", "case_id",
           "campaign_id")  # fmt: skip
    database["tasks"].update_many({}, {"$unset": dict.fromkeys(new, "")})
    team.now = START + timedelta(days=4)

    [task] = team.tasks(kind="first_call")
    assert (task["owner"], task["outcomes"][0]) == ("tracking_clerk", "reached")
    assert record(team("sun", "tracking_clerk"), task, "reached")["state"] == "done"
