"""What a visit does to its booking besides its moves: units, rooms and times change hands."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest

from common.contracts.booking import IllegalTransition, OutsideHours, SlotTaken
from services.booking.domain.integrity import of_booking
from tests.service.booking.asking import TEN, book, do, move
from tests.worlds import config_of

ELEVEN = TEN + timedelta(hours=1)
AT_ONE = TEN + timedelta(hours=3)
FLAT = {"unit": "3-502", "square_metres": 89, "total": 200_000_000, "recognition": 80}
DEPOSIT = {
    "deposit_kind": "small", "received": 2_000_000, "due_on": "2026-03-17T10:00:00+08:00",
    "customer_signature": "1", "salesperson_signature": "2", "manager_signature": "3",
}  # fmt: skip


@pytest.fixture
def store(store):
    for store_id in ("s-prop", "s-bath", "s-rest", "s-home"):
        store.save_store(store_id, config_of(store_id))
    return store


@pytest.fixture
def sound(database, store):
    """Say what an integrity check finds of a booking: nothing is right."""

    def sound(booking):
        document = database["bookings"].find_one({"_id": booking["id"]})
        return list(of_booking(store.booking(booking["id"]), document["ticks"])) == []

    return sound


class TestUnits:
    def buyer(self, desk, floor, unit="3-502", phone="13800138000"):
        """A customer who has said which unit it shall be."""
        customer = {"name": "钱", "phone": phone, "email": None, "language": "zh"}
        booking = book(desk(), store_id="s-prop", items=["viewing"], customer=customer)
        do(floor(), booking["id"], "greet", "greet", area="Pudong", source="friend")
        do(floor(), booking["id"], "viewing", "show")
        do(floor(), booking["id"], "talk", "ask_deposit", **{**FLAT, "unit": unit})
        return booking["id"]

    def test_a_unit_is_locked_once(self, desk, floor):  # VX-23
        first = self.buyer(desk, floor)
        second = self.buyer(desk, floor, phone="13800138001")
        do(floor(), first, "lock", "free")

        with pytest.raises(SlotTaken) as refusal:
            do(floor(), second, "lock", "free")
        do(floor(), second, "lock", "taken", reason="another buyer")

        assert refusal.value.details["locked"] == ["3-502"]
        assert floor().visit(booking_id=second)["open"][0]["step"] == "talk"

    def test_of_two_managers_who_lock_it_at_once_one_does(self, desk, floor):  # VX-23
        buyers = [self.buyer(desk, floor, phone=f"1380013800{n}") for n in range(2)]
        barrier, outcomes = Barrier(2), []

        def lock(buyer):
            barrier.wait()
            try:
                do(floor(), buyer, "lock", "free")
                outcomes.append("locked")
            except SlotTaken:
                outcomes.append("taken")

        threads = [Thread(target=lock, args=(buyer,)) for buyer in buyers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert sorted(outcomes) == ["locked", "taken"]

    def test_who_changes_the_unit_gives_the_first_back(self, desk, floor):  # CX-14
        first = self.buyer(desk, floor)
        second = self.buyer(desk, floor, phone="13800138001")
        do(floor(), first, "lock", "free")
        do(floor(), first, "deposit", "sign", **DEPOSIT)
        other = {"unit": "3-601", "square_metres": 95, "total": 220_000_000}

        do(floor(), first, "order", "change_unit", **other, amount_due=0, signing_money=1)
        do(floor(), second, "lock", "free")
        visit = do(floor(), first, "lock", "free")

        assert visit["open"][0]["step"] == "deposit"

    def test_who_withdraws_gives_it_back(self, desk, floor):  # VX-23
        first = self.buyer(desk, floor)
        second = self.buyer(desk, floor, phone="13800138001")
        do(floor(), first, "lock", "free")

        do(floor(), first, "deposit", "withdrawn", reason="thinks it over")

        assert do(floor(), second, "lock", "free")["open"][0]["step"] == "deposit"

    def test_what_was_paid_stands_on_the_visit(self, desk, floor):  # VX-07, EX-52
        buyer = self.buyer(desk, floor)
        do(floor(), buyer, "lock", "free")
        do(floor(), buyer, "deposit", "sign", **DEPOSIT)

        visit = do(floor(), buyer, "order", "top_up", deposit_kind="large", received=3_000_000)

        assert visit["paid"] == {"amount": 5_000_000, "currency": "CNY"}


class TestRooms:
    @pytest.fixture
    def guest(self, desk, floor):
        booking = book(desk(), store_id="s-bath", items=["bath"])
        do(floor(), booking["id"], "greet", "welcome", guests=1)
        do(floor(), booking["id"], "shoes", "take", slip_signature="s")
        do(floor(), booking["id"], "tag", "issue", hand_tag="108")
        return booking

    def rooms(self, desk, booking):
        read = desk().get(booking_id=booking["id"])
        return [one["id"] for one in read["items"][-1]["resources"] if one["kind"] == "room"]

    def test_a_guest_of_a_bath_house_takes_a_room_as_well(  # EX-34
        self, desk, floor, guest, sound
    ):
        do(floor(now=ELEVEN), guest["id"], "inside", "room", room="1")
        later = {"store_id": "s-bath", "items": ["private-room"], "start": ELEVEN}

        other = book(desk(), **later)

        assert self.rooms(desk, guest) == ["room-1"]
        assert self.rooms(desk, other) == ["room-2"]
        assert sound(guest)
        with pytest.raises(SlotTaken):
            book(desk(), **later)

    def test_a_room_that_is_clean_is_free_at_once(self, desk, floor, guest, sound):  # RS-28
        do(floor(now=ELEVEN), guest["id"], "inside", "room", room="1")
        other = {"store_id": "s-bath", "items": ["private-room"], "start": ELEVEN}
        book(desk(), **other)
        half_past = floor(now=ELEVEN + timedelta(minutes=30))
        [room] = [x for x in half_past.visit(booking_id=guest["id"])["open"] if x["step"] == "room"]
        do(half_past, guest["id"], room["id"], "check_out", supplies=True, facilities=True)

        do(half_past, guest["id"], "cleaning", "ready")

        third = book(desk(), **{**other, "start": ELEVEN + timedelta(minutes=30)})
        assert self.rooms(desk, third) == ["room-1"]
        assert sound(guest)
        assert sound(third)

    def test_a_cleared_table_is_free_before_its_time(self, desk, floor, sound):  # RS-28, SL-12
        at_five = TEN + timedelta(hours=7)
        wish = {"store_id": "s-rest", "items": ["table-8"], "start": at_five}
        guests = book(desk(), **wish)
        with pytest.raises(SlotTaken):
            book(desk(), **{**wish, "start": at_five + timedelta(hours=1)})
        here, gone = floor(now=at_five), floor(now=at_five + timedelta(minutes=45))
        do(here, guests["id"], "seat", "seat", guests=8, table="8")
        do(here, guests["id"], "order", "submit", dishes="noodles", amount=100)
        for step, action in (("prepare", "ready"), ("serve", "served"), ("dine", "ask_bill")):
            do(here, guests["id"], step, action)
        do(here, guests["id"], "bill", "agree")
        do(here, guests["id"], "pay", "paid", paid=100, pay_by="cash")
        do(gone, guests["id"], "leave", "farewell")
        do(gone, guests["id"], "clear_table", "ready")

        assert (
            book(desk(), **{**wish, "start": at_five + timedelta(hours=1)})["status"] == "confirmed"
        )
        assert sound(guests)


class TestTimes:
    @pytest.fixture
    def repair(self, desk, floor):
        booking = book(desk(), store_id="s-home", items=["repair"])
        do(floor(), booking["id"], "assign", "assign", technician="Lu")
        return booking

    def retime(self, service, booking, start):
        return do(
            service, booking["id"], "depart", "retime",
            reason="traffic", consent=True, new_start=start.isoformat(),
        )  # fmt: skip

    def test_another_time_that_was_agreed_is_the_booking_s(  # CX-11, CX-12
        self, desk, floor, repair, told, sound
    ):
        visit = self.retime(floor(now=TEN - timedelta(hours=2)), repair, ELEVEN)

        read = desk().get(booking_id=repair["id"])
        assert read["start"] == ELEVEN.isoformat()
        assert read["flags"]["late_change"]
        assert told[-1]["type"] == "booking_changed"
        [depart] = [stay for stay in visit["open"] if stay["step"] == "depart"]
        assert depart["due_at"] == TEN.isoformat()
        assert sound(repair)

    def test_a_time_that_cannot_be_had_changes_nothing(self, desk, floor, repair):  # SL-13
        book(desk(), store_id="s-home", items=["repair"], start=AT_ONE, staff="technician-lu")
        book(desk(), store_id="s-home", items=["repair"], start=AT_ONE, staff="technician-wei")

        with pytest.raises(SlotTaken):
            self.retime(floor(), repair, AT_ONE)
        with pytest.raises(OutsideHours):
            self.retime(floor(), repair, TEN + timedelta(hours=12))

        assert desk().get(booking_id=repair["id"])["start"] == TEN.isoformat()
        assert floor().visit(booking_id=repair["id"])["revision"] == 1

    def test_who_is_assigned_must_be_free_for_the_way_too(self, desk, floor):  # SL-13, EX-50
        book(desk(), store_id="s-home", items=["repair"], start=AT_ONE, staff="technician-lu")
        booking = book(
            desk(), store_id="s-home", items=["repair"], start=AT_ONE, staff="technician-wei"
        )

        with pytest.raises(SlotTaken):
            do(floor(), booking["id"], "assign", "assign", technician="Lu")

        assert do(floor(), booking["id"], "assign", "assign", technician="Wei")["revision"] == 1

    def test_who_wants_another_day_on_the_phone_gives_the_place_back(  # CX-08, RM-01
        self, desk, floor, told
    ):
        booking = book(desk())
        do(floor(), booking["id"], "confirm", "other_time")

        read = desk().get(booking_id=booking["id"])

        assert read["status"] == "to_rebook"
        assert told[-1]["type"] == "booking_to_rebook"
        with pytest.raises(IllegalTransition):
            do(floor(), booking["id"], "receive", "arrive")
        again = desk().reschedule(**move(booking["id"], start=ELEVEN, items=None))
        assert again["status"] == "confirmed"
