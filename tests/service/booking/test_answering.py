"""What customers say when they are called, and who is expected at the entrance."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from common.contracts.booking import IllegalTransition
from common.errors import Invalid, NotFound, Stale
from tests.service.booking.asking import NOW, TEN, book, move
from tests.worlds import an_actor, config_of

A_DAY = timedelta(days=1)
CALL = TEN - timedelta(hours=2)
LI = {"id": "sa-li", "kind": "staff", "role": "advisor"}


def answer(desk, booking, answer="confirm", cause="b.confirm_call.1", at=None, reason="", now=CALL):
    return desk(now=now).answer(
        booking_id=booking["id"],
        cause=cause,
        by=LI,
        answer=answer,
        expected_at=at,
        reason=reason,
    )


def history(desk, booking):
    return desk().history(booking_id=booking["id"])["history"]


def test_the_minute_that_the_customer_named_is_kept_in_their_name_who_called(desk):  # RM-01
    booking = book(desk())

    told = answer(desk, booking, at=TEN + timedelta(minutes=10))

    assert told["expected_at"] == "2026-03-10T10:10:00+08:00"
    last = history(desk, booking)[-1]
    assert (last["move"], last["actor"], last["cause"]) == ("confirm", LI, "b.confirm_call.1")


def test_one_cause_takes_effect_once(desk, told):  # RM-01
    booking = book(desk())
    answer(desk, booking)
    told.clear()

    again = answer(desk, booking)

    assert (again["revision"], told) == (2, [])
    assert answer(desk, booking, cause="b.confirm_call.2")["revision"] == 3


def test_of_many_who_ask_for_one_cause_at_once_one_has_an_effect(desk):
    booking = book(desk())

    def ask(_):
        try:
            return answer(desk, booking)["revision"]
        except Stale:
            return None

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(8))) <= {2, None}
    assert [entry["move"] for entry in history(desk, booking)] == ["create", "confirm"]


def test_another_day_wished_for_at_our_call_costs_nothing_however_late(desk):  # CX-08
    booking = book(desk())

    waiting = answer(desk, booking, "to_rebook")

    assert (waiting["status"], waiting["penalty"]) == ("to_rebook", None)
    assert "late_change" not in waiting["flags"]


def test_who_gives_up_at_our_call_is_cancelled_and_the_reason_kept(desk):  # CX-06
    booking = book(desk())

    gone = answer(desk, booking, "cancel", reason="病了")

    assert (gone["status"], gone["flags"]["late_cancel"]) == ("cancelled", True)
    assert history(desk, booking)[-1]["reason"] == "病了"


def test_who_gave_up_late_before_meets_stricter_terms_at_our_call_too(desk, store):  # CX-05
    rule = {"occasion": "cancel", "fixed": 20000, "earlier": 1}
    store.save_store("s-4s", config_of("s-4s", policy={"penalties": [rule]}))
    first, second = book(desk()), book(desk(), start=TEN + A_DAY)

    spared = answer(desk, first, "cancel")
    charged = answer(desk, second, "cancel", now=CALL + A_DAY)

    assert spared["penalty"] is None
    assert (charged["penalty"]["amount"], charged["penalty"]["missed_before"]) == (20000, 1)


def test_who_is_in_the_store_has_nothing_left_to_confirm(desk):
    booking = book(desk())
    desk(now=TEN).arrive(**move(booking["id"]))

    with pytest.raises(IllegalTransition):
        answer(desk, booking, now=TEN)


def test_a_minute_of_another_day_is_another_appointment(desk):
    booking = book(desk())

    with pytest.raises(Invalid) as refusal:
        desk().reconfirm(**move(booking["id"]), expected_at=TEN + timedelta(days=1))
    assert refusal.value.details["fields"] == {"expected_at": ["is on another day"]}


def expected(desk, day=date(2026, 3, 10)):
    return desk().entrance_board(store_id="s-4s", day=day)["expected"]


def test_the_entrance_sees_who_comes_in_the_order_of_their_minutes(desk):  # AR-04
    first = book(desk())
    second = book(desk())
    answer(desk, first, at=TEN + timedelta(minutes=10))

    board = expected(desk)

    assert [(one["number"], one["at"][11:16], one["told"]) for one in board] == [
        (second["number"], "10:00", False),
        (first["number"], "10:10", True),
    ]
    assert expected(desk, date(2026, 3, 11)) == []


def test_the_wall_names_nobody_whole(desk):  # AR-04, PV-09
    booking = book(desk())

    [line] = expected(desk)

    name, phone = booking["customer"]["name"], booking["customer"]["phone"]
    assert line["name"] == name[0] + "*" * (len(name) - 1)
    assert line["phone"] == phone[:-8] + "****" + phone[-4:]


@pytest.mark.parametrize("leave", ["cancel", "to_rebook"])
def test_who_does_not_come_is_not_expected(desk, leave):  # AR-04
    booking = book(desk())
    answer(desk, booking, leave)

    assert expected(desk) == []


def test_a_new_time_is_not_the_minute_that_was_named(desk):  # AR-04
    booking = book(desk())
    answer(desk, booking, at=TEN + timedelta(minutes=10))

    moved = desk(now=CALL).reschedule(
        **move(booking["id"], start=TEN + timedelta(hours=4), items=None)
    )

    assert moved["expected_at"] is None


def test_a_foreign_board_is_not_there(desk):
    stranger = an_actor(stores=frozenset({"s-beau"}))

    with pytest.raises(NotFound):
        desk(by=stranger).entrance_board(store_id="s-4s", day=date(2026, 3, 10))


def test_a_fact_says_from_when_on_somebody_can_call(desk, told):  # BK-04, CH-11
    late = NOW + timedelta(hours=10)
    book(desk(now=late))
    book(desk(now=late), channel="advisor")

    plain, by_advisor = (event["data"] for event in told)
    assert "open_from" not in plain
    assert by_advisor["open_from"] == "2026-03-10T00:00:00+00:00"
    assert desk().opening(store_id="s-4s", at=late)["open_from"] == by_advisor["open_from"]
