"""Due work: each piece once, whoever dies, dozes or moves it."""

from datetime import UTC, datetime, timedelta

import pytest

from common.bus.due import PATIENCE, DueWork

NOW = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
KINDS = ["send"]


@pytest.fixture
def due(database):
    due = DueWork(database["due"])
    due.ensure_indexes()
    return due


@pytest.fixture
def state(database):
    return lambda id="a": database["due"].find_one({"_id": id})["state"]


@pytest.fixture
def lapse(database):
    """Return what lets every lease run out."""

    def lapse():
        database["due"].update_many({}, [{"$set": {"lease_until": "$$NOW"}}])

    return lapse


def plan(due, id="a", at=NOW, kind="send", **subject):
    due.plan(id, kind, at, {"booking_id": "b-1", **subject})


def test_eight_claimers_get_each_piece_once(due, at_once):
    pieces = [f"p-{number}" for number in range(40)]
    for piece in pieces:
        plan(due, piece)

    def claim_all():
        found = []
        while work := due.claim(KINDS, NOW):
            found.append(work.id)
        return found

    claimed = [id_ for found in at_once(8, claim_all) for id_ in found]

    assert sorted(claimed) == sorted(pieces)


def test_a_piece_waits_for_its_time_and_its_kind(due):
    plan(due, at=NOW + SECOND)
    plan(due, "b", kind="call")

    assert due.claim(KINDS, NOW) is None
    assert due.claim(KINDS, NOW + SECOND).id == "a"
    assert due.claim(["call"], NOW).id == "b"


def test_what_is_due_longest_comes_first(due):
    for id_, ago in (("young", 1), ("old", 3), ("middle", 2)):
        plan(due, id_, at=NOW - ago * SECOND)

    assert [due.claim(KINDS, NOW).id for _ in range(3)] == ["old", "middle", "young"]


def test_a_claim_says_what_it_is_about(due):
    plan(due, at=NOW - SECOND, message_id="m-1")

    work = due.claim(KINDS, NOW)

    assert (work.kind, work.at, work.attempts) == ("send", NOW - SECOND, 1)
    assert work.subject == {"booking_id": "b-1", "message_id": "m-1"}


def test_a_piece_whose_holder_died_is_offered_again(due, lapse):
    plan(due)
    first = due.claim(KINDS, NOW)
    assert due.claim(KINDS, NOW) is None

    lapse()
    second = due.claim(KINDS, NOW)

    assert (second.id, second.attempts) == ("a", 2)
    assert second.fence > first.fence


@pytest.mark.parametrize(
    "write",
    [
        lambda due, work: due.done(work, NOW),
        lambda due, work: due.again(work, NOW + timedelta(days=9)),
        lambda due, work: due.rest(work, timedelta(days=9)),
        lambda due, work: due.failed(work, "Late", timedelta(days=9)),
    ],
    ids=["done", "again", "rest", "failed"],
)
def test_a_holder_that_slept_through_its_lease_writes_nothing(due, database, lapse, write):
    plan(due)
    sleeper = due.claim(KINDS, NOW)
    lapse()
    holder = due.claim(KINDS, NOW)
    before = database["due"].find_one("a")

    write(due, sleeper)

    assert database["due"].find_one("a") == before
    due.done(holder, NOW)
    assert database["due"].find_one("a")["state"] == "done"


def test_what_is_done_is_done_once_and_for_all(due, state):
    plan(due)
    due.done(due.claim(KINDS, NOW), NOW)

    plan(due, at=NOW - SECOND)

    assert state() == "done"
    assert due.claim(KINDS, NOW) is None
    assert due.pending(NOW) == 0


def test_what_is_asked_again_later_has_not_failed(due):
    plan(due)
    due.again(due.claim(KINDS, NOW), NOW + SECOND)

    assert due.claim(KINDS, NOW) is None
    assert due.claim(KINDS, NOW + SECOND).attempts == 1


def test_a_piece_at_rest_is_offered_by_the_real_clock_and_is_not_pending(due, lapse):
    plan(due)
    due.rest(due.claim(KINDS, NOW), timedelta(minutes=2))

    assert due.claim(KINDS, NOW + timedelta(days=1)) is None
    assert due.pending(NOW) == 0
    lapse()
    assert due.claim(KINDS, NOW).attempts == 1


def test_a_piece_that_rests_for_a_breath_is_still_pending(due):
    plan(due)
    due.rest(due.claim(KINDS, NOW), SECOND)

    assert due.pending(NOW) == 1


def test_a_piece_that_failed_waits_and_is_parked_when_patience_ends(due, lapse, state):
    plan(due)
    for tried in range(1, PATIENCE + 1):
        work = due.claim(KINDS, NOW)
        assert work.attempts == tried
        ended = due.failed(work, "TwilioDown", timedelta(minutes=5))
        assert ended == ("parked" if tried == PATIENCE else "due")
        assert due.claim(KINDS, NOW) is None
        lapse()

    assert due.claim(KINDS, NOW) is None
    assert due.pending(NOW) == 0
    assert [(piece["_id"], piece["error"]) for piece in due.parked()] == [("a", "TwilioDown")]


def test_a_parked_piece_can_be_replayed_at_once(due, lapse, state):
    plan(due)
    for _ in range(PATIENCE):
        due.failed(due.claim(KINDS, NOW), "TwilioDown", timedelta(minutes=5))
        lapse() if state() == "due" else None

    assert due.replay("a")

    assert due.claim(KINDS, NOW).attempts == 1
    assert not due.replay("a")
    assert not due.replay("nothing")


def test_a_piece_can_be_moved_before_it_is_done(due):
    plan(due, at=NOW)
    plan(due, at=NOW + SECOND, revision=2)

    assert due.claim(KINDS, NOW) is None
    assert due.claim(KINDS, NOW + SECOND).subject == {"booking_id": "b-1", "revision": 2}


def test_a_piece_moved_while_somebody_does_it_is_offered_again(due, lapse, state):
    plan(due)
    work = due.claim(KINDS, NOW)

    plan(due, at=NOW + SECOND)
    due.done(work, NOW)

    assert state() == "due"
    lapse()
    assert due.claim(KINDS, NOW) is None
    assert due.claim(KINDS, NOW + SECOND).id == "a"


def test_planning_the_same_again_disturbs_nobody(due, state):
    plan(due)
    work = due.claim(KINDS, NOW)

    plan(due)
    due.done(work, NOW)

    assert state() == "done"


def test_a_subject_is_kept_as_it_is(due):
    odd = {"amount": "$lease_until", "list": [1, {"$x": 1}], "none": None}
    plan(due, **odd)
    plan(due, **odd)

    assert due.claim(KINDS, NOW).subject == {"booking_id": "b-1", **odd}


def test_what_is_no_longer_wanted_is_withdrawn(due):
    plan(due, "a", message_id="m-1")
    plan(due, "b", message_id="m-2")
    plan(due, "c", message_id="m-2")
    due.done(due.claim(KINDS, NOW), NOW)

    assert due.withdraw(booking_id="b-1", message_id="m-2") == 2
    assert due.withdraw(booking_id="b-1") == 0
    assert due.claim(KINDS, NOW) is None


def test_what_repeats_itself_does_so_from_where_the_clock_was_moved_back_to(due):
    due.plan("look", "send", NOW, {})
    due.plan("once", "send", NOW + timedelta(days=9), {})
    due.again(due.claim(KINDS, NOW), NOW + timedelta(days=8))
    earlier = NOW - timedelta(days=30)

    due.begin_again(earlier)

    assert due.claim(KINDS, earlier).id == "look"
    assert due.claim(KINDS, NOW + timedelta(days=8)) is None
