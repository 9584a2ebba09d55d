"""What must be ready, what opens it again, and what a customer did not get."""

from dataclasses import replace
from datetime import timedelta

import pytest

from common.contracts.booking import IllegalTransition
from common.errors import Invalid
from services.booking.domain import bookings, preparing
from services.booking.packs import pack
from tests.unit.booking.test_lifecycle import NOW, TEN, a_booking
from tests.worlds import a_store, local

ENTRIES = ("parts", "bay", "team", "advisor")
LI = {"id": "sa-li", "name": {}, "why": "last"}


def tick(store, booking, *codes, **more):
    for code in codes:
        booking = preparing.ticked(store, booking, code, "ws-sup", NOW, **more)
    return booking


def all_ticked(store=None, **but):
    store = store or a_store()
    return tick(store, a_booking(store, **but), *ENTRIES)


def done(store, booking):
    return [x["code"] for x in preparing.as_read(store, booking)["entries"] if x["done"]]


def test_it_is_prepared_only_when_all_is_ticked():  # RS-01
    store, booking = a_store(), preparing.reopened(a_store(), None, a_booking())
    flags = [booking.flags["prepared"]]
    for code in ENTRIES:
        booking = tick(store, booking, code)
        flags.append(booking.flags["prepared"])

    assert flags == [False, False, False, False, True]
    assert preparing.as_read(store, booking)["prepared"] is True


def test_each_tick_says_who_and_when():  # RS-01
    told = preparing.as_read(a_store(), tick(a_store(), a_booking(), "bay", note="二号工位"))

    [bay] = [entry for entry in told["entries"] if entry["code"] == "bay"]
    assert bay["tick"] == {
        "by": "ws-sup", "at": "2026-03-09T17:00:00+08:00", "note": "二号工位", "choice": None,
    }  # fmt: skip
    assert told["revision"] == 2


def test_one_that_is_taken_back_is_to_be_done_again():  # RS-01
    after = preparing.unticked(a_store(), all_ticked(), "team")

    assert after.flags["prepared"] is False
    assert done(a_store(), after) == ["parts", "bay", "advisor"]
    with pytest.raises(Invalid):
        preparing.unticked(a_store(), after, "team")


def moved(store, booking, **but):
    after = replace(booking, **but)
    return preparing.reopened(store, booking, after)


def test_another_time_keeps_what_does_not_depend_on_the_place():  # RS-01
    store = a_store()

    after = moved(store, all_ticked(store), start=TEN + timedelta(days=1))

    assert done(store, after) == ["parts"]
    assert after.flags["prepared"] is False


def test_another_bay_is_another_place_and_another_item_other_parts():  # RS-01, RS-05
    store, booking = a_store(), all_ticked()
    [item] = booking.items
    elsewhere = {**item, "resources": [{**item["resources"][0], "id": "maintenance-9"}]}
    other = {**item, "code": "diagnosis"}

    assert done(store, moved(store, booking, items=(elsewhere,))) == ["parts"]
    assert done(store, moved(store, booking, items=(other,))) == ["bay", "team", "advisor"]


def test_another_adviser_has_to_be_told():  # RS-01, RS-02
    assert done(a_store(), moved(a_store(), all_ticked(), advisor=LI)) == ["parts", "bay", "team"]


def test_who_has_no_place_has_nothing_ready_there():
    assert done(a_store(), moved(a_store(), all_ticked(), claims=())) == ["parts"]


def test_once_the_customer_is_in_what_was_ready_was_ready():
    store = a_store()
    arrived = replace(all_ticked(store), arrived_at=TEN)

    assert done(store, moved(store, arrived, start=TEN + timedelta(days=1))) == list(ENTRIES)


def test_a_move_that_changes_nothing_of_it_leaves_it_ready():
    assert moved(a_store(), all_ticked(), note="x").flags["prepared"] is True


def test_what_is_not_on_the_list_or_has_ended_cannot_be_ticked():
    with pytest.raises(Invalid) as refusal:
        tick(a_store(), a_booking(), "coffee")
    assert refusal.value.details["fields"] == {
        "entry": ["must be one of parts, bay, team, advisor"]
    }
    with pytest.raises(IllegalTransition):
        tick(a_store(), bookings.cancelled(a_booking(), NOW, False), "bay")


@pytest.mark.parametrize(
    ("made", "due"),
    [
        ("2026-03-08 12:00", "2026-03-09T18:00:00+08:00"),
        ("2026-03-09 17:59", "2026-03-09T18:00:00+08:00"),
        ("2026-03-09 18:30", "2026-03-09T18:30:00+08:00"),
        ("2026-03-10 08:30", "2026-03-10T08:30:00+08:00"),
    ],
)
def test_parts_are_in_their_bin_when_the_shift_before_ends_else_at_once(made, due):  # RS-05
    booking = a_booking(now=local(made))

    [parts, bay, *_] = preparing.as_read(a_store(), booking)["entries"]

    assert (parts["code"], parts["due_at"]) == ("parts", due)
    assert bay["due_at"] == "2026-03-10T10:00:00+08:00"


def test_an_adviser_is_responsible_for_it():  # RS-02
    assert preparing.as_read(a_store(), a_booking(advisor=LI))["responsible_sa"] == LI


def test_each_thing_is_dedicated_first_or_neither_as_the_store_says():  # PK-10, PK-11, AR-05
    store = a_store(treatment={"parking": {"level": "dedicated"}, "wash": {"level": "none"}})

    told = preparing.as_read(store, a_booking(store))["treatment"]
    levels = {one["code"]: one["level"] for one in told}

    assert levels == {
        "phone": "dedicated", "parking": "dedicated", "reception": "priority", "bay": "dedicated",
        "team": "priority", "parts_area": "dedicated", "parts_bin": "dedicated", "wash": "none",
        "final_inspection": "priority", "settlement": "priority",
    }  # fmt: skip


@pytest.mark.parametrize(
    "but",
    [
        {"treatment": {"wash": {"level": "first"}}},
        {"preparation": {"parts": {"depends_on": ["weather"]}}},
        {"preparation": {"parts": {"side": "nobody"}}},
        {"preparation": {"parts": {"due": "soon"}}},
        {"preparation": {"parts": {"waits_with": ["applied_for"]}}},
        {"brand_form": {"colour": {"zh": "颜色", "en": "Colour"}}},
    ],
    ids=lambda but: next(iter(but)),
)
def test_a_store_file_with_a_word_that_means_nothing_is_refused(but):  # PK-11, BK-23
    with pytest.raises(Invalid) as refusal:
        a_store(**but)

    [[fault]] = refusal.value.details["fields"].values()
    assert fault.startswith("must be one of")


@pytest.mark.parametrize("status", ["arrived", "in_service", "completed"])
def test_priority_that_was_not_given_is_noted_with_its_reason(status):  # RS-06
    booking = replace(a_booking(), status=status)

    after = preparing.deviated(a_store(), booking, "wash", "洗车机故障", "agent", TEN)

    [line] = preparing.as_read(a_store(), after)["deviations"]
    assert line == {
        "treatment": "wash", "reason": "洗车机故障", "by": "agent",
        "at": "2026-03-10T10:00:00+08:00",
    }  # fmt: skip


def test_nothing_is_missed_before_the_entry_or_where_nothing_was_promised():  # RS-06
    with pytest.raises(IllegalTransition):
        preparing.deviated(a_store(), a_booking(), "wash", "忙", "agent", TEN)
    store = a_store(treatment={"wash": {"level": "none"}})
    with pytest.raises(Invalid):
        preparing.deviated(store, replace(a_booking(), status="arrived"), "wash", "忙", "a", TEN)


def a_trade_s(store_id, item):
    store = a_store(store_id)
    return store, a_booking(store, codes=(item,), start=TEN.replace(hour=14))


def test_parts_that_are_only_applied_for_are_not_there_yet():  # RS-12, RS-14
    store, booking = a_trade_s("s-home", "repair")
    booking = tick(store, booking, "fault")
    booking = tick(store, booking, "location", choice="at_home")

    waiting = tick(store, booking, "parts", choice="applied_for")
    drawn = tick(store, waiting, "parts", choice="drawn")

    assert (done(store, waiting), waiting.flags["prepared"]) == (["fault", "location"], False)
    assert drawn.flags["prepared"] is True


@pytest.mark.parametrize("choice", [None, "somewhere"])
def test_where_there_is_a_choice_one_is_made(choice):  # RS-14
    store, booking = a_trade_s("s-home", "repair")

    with pytest.raises(Invalid) as refusal:
        tick(store, booking, "location", choice=choice)

    assert refusal.value.details["fields"] == {"choice": ["must be one of at_home, bring_in"]}


def test_where_there_is_none_none_is_made():
    with pytest.raises(Invalid):
        tick(a_store(), a_booking(), "bay", choice="left")


def test_the_customer_s_side_is_on_the_list_and_does_not_hold_up_the_store():  # RS-25
    store, booking = a_trade_s("s-home", "repair")
    sides = {x["code"]: x["side"] for x in preparing.as_read(store, booking)["entries"]}

    assert [code for code, side in sides.items() if side == "customer"] == ["at_home", "equipment"]
    assert done(store, tick(store, booking, "at_home")) == ["at_home"]


@pytest.mark.parametrize(
    ("store_id", "item", "entries"),
    [
        ("s-prop", "viewing", {"reception", "files", "meeting_room", "cafe"}),  # RS-09
        ("s-prop", "viewing", {"questionnaire", "answers"}),  # RS-10
        ("s-wash", "wax", {"supplies", "tools", "hygiene"}),  # RS-15
        ("s-bath", "bath", {"stock", "hygiene", "equipment"}),  # RS-16
        ("s-hotel", "vip-1", {"rooms", "food", "administration", "security"}),  # RS-19
    ],
)
def test_each_trade_has_a_list_of_its_own(store_id, item, entries):
    store, booking = a_trade_s(store_id, item)

    assert entries <= {x["code"] for x in preparing.as_read(store, booking)["entries"]}


def test_the_plan_for_a_guest_of_honour_tells_each_department_its_part():  # RS-19
    store, booking = a_trade_s("s-hotel", "vip-1")

    told = preparing.as_read(store, booking)["entries"]

    assert all(entry["content"]["zh"] and entry["role"] for entry in told)


def test_a_trade_without_a_list_is_never_said_to_be_unprepared():
    store, booking = a_trade_s("s-beau", "facial")

    assert "preparation" not in pack("beauty")
    assert "prepared" not in preparing.reopened(store, None, booking).flags
