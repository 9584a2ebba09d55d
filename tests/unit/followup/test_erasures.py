"""The life of an erasure: each move of it, and what the register says then (PV-07)."""

from datetime import UTC, datetime, timedelta

from services.followup.domain import erasures

NOW = datetime(2026, 3, 20, 2, 0, tzinfo=UTC)
HEAD = {"id": "head", "kind": "staff", "role": "head_office"}
TWO = ("booking", "followup")


def wish(before=None, now=NOW):
    why = {"reason": "customer_wish", "requested_by": "customer"}
    return erasures.wished(before, "c-1", HEAD, now, **why)


def done(now=NOW):
    running = erasures.begun(wish(now=now), now)
    for service in TWO:
        running = erasures.confirmed(running, service, {"x": 1}, now, TWO)
    return running


def test_a_wish_waits_for_what_holds_it_and_then_begins():
    case = {"kind": "case", "id": "k-1", "store_id": "s-4s"}
    waiting = erasures.held(wish(), [case])
    assert (waiting.state, waiting.held_by, waiting.erased_at) == ("waiting", (case,), None)

    begun = erasures.begun(waiting, NOW)
    assert (begun.state, begun.held_by, begun.erased_at, begun.announced) == ("running", (), NOW, 1)


def test_it_is_done_with_the_last_service_and_stays_done_when_it_is_done_again():
    running = erasures.begun(wish(), NOW)
    half = erasures.confirmed(running, "booking", {"booking": 3}, NOW, TWO)
    assert (half.state, half.done_at) == ("running", None)

    whole = erasures.confirmed(half, "followup", {}, NOW, TWO)
    assert (whole.state, whole.done_at) == ("done", NOW)

    later = NOW + timedelta(minutes=10)
    again = erasures.confirmed(whole, "booking", {"booking": 4}, later, TWO)
    assert (again.state, again.done_at) == ("done", NOW)
    assert again.services["booking"] == {"at": later, "counts": {"booking": 4}}


def test_a_wish_that_is_under_way_is_the_same_one():
    waiting = wish()

    assert wish(before=waiting) is waiting
    assert wish(before=erasures.begun(waiting, NOW)).state == "running"


def test_who_came_back_is_erased_anew_and_the_one_before_is_remembered():
    first, later = done(), NOW + timedelta(days=9)
    second = wish(before=first, now=later)

    assert (second.number, second.state, second.asked_at) == (2, "waiting", later)
    assert second.revision == first.revision + 1
    assert [one["erased_at"] for one in second.earlier] == [NOW]


def test_told_again_it_is_another_event_of_the_same_moment():  # PL-04
    first = done()
    second = erasures.again(first)

    told = [erasures.announcement(one, NOW + timedelta(days=1), "") for one in (first, second)]

    assert [event["id"] for event in told] == ["customer_erased:c-1:1:1", "customer_erased:c-1:1:2"]
    assert {event["data"]["erased_at"] for event in told} == {NOW.isoformat()}
    assert (second.state, second.services, second.done_at) == ("running", {}, None)


def test_what_the_register_has_lost_comes_back_with_its_moment():  # PL-04
    lost = erasures.restored(None, "c-1", HEAD, NOW)
    assert (lost.state, lost.erased_at, lost.revision) == ("running", NOW, 1)

    older = wish()
    put_right = erasures.restored(older, "c-1", HEAD, NOW)
    assert (put_right.erased_at, put_right.revision) == (NOW, older.revision + 1)
