from datetime import UTC, datetime, timedelta

ENDED = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
OPENS = datetime(2026, 3, 13, 1, 0, tzinfo=UTC)


def outbox(database):
    return [entry["id"] for task in database["tasks"].find() for entry in task["outbox"]]


def test_a_completed_visit_plans_its_first_call(desk, database):  # FU-01
    task_id = desk.completes()

    task = desk.service.get(task_id)
    assert (task["kind"], task["state"], task["revision"]) == ("first_call", "waiting", 1)
    assert (task["opens_at"], task["last_day"]) == ("2026-03-13T09:00:00+08:00", "2026-03-17")
    assert desk.told == {task_id: ["task_planned"]}
    assert outbox(database) == ["task_planned:b-1.first_call:1"]


def test_a_redelivered_fact_plans_nothing_twice(desk, database):  # FU-01
    desk.completes()
    desk.completes()
    database["inbox"].delete_many({})
    desk.completes()

    assert database["tasks"].count_documents({}) == 1
    assert len(outbox(database)) == 1


def test_a_later_fact_of_the_same_visit_changes_nothing(desk):  # FU-01
    task_id = desk.completes()
    taken = desk.at(OPENS).service.take(task_id, None)
    desk.completes(revision=6, ended=ENDED + timedelta(days=1))

    assert desk.service.get(task_id) == taken


def test_time_alone_opens_a_task(desk):  # FU-01
    task_id = desk.completes()

    assert desk.at(OPENS - timedelta(seconds=1)).service.get(task_id)["state"] == "waiting"
    assert desk.at(OPENS).service.get(task_id)["state"] == "open"


def test_the_days_are_those_of_the_store(desk):  # FU-01
    ended = datetime(2026, 3, 5, 3, 0, tzinfo=UTC)
    task_id = desk.completes(ended=ended, timezone="America/New_York")

    task = desk.service.get(task_id)
    assert task["visited_at"] == "2026-03-04T22:00:00-05:00"
    assert task["opens_at"] == "2026-03-07T09:00:00-05:00"
    assert task["due_at"] == "2026-03-12T00:00:00-04:00"


def test_a_fact_that_cannot_be_planned_is_written_down(desk, database):
    desk.completes(timezone="Mars/Olympus")

    waiting = database["inbox"].find_one({"state": "waiting"})
    assert waiting["handler"] == "plan_first_call"
    assert database["tasks"].count_documents({}) == 0
