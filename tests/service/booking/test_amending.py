"""Details put right or asked for, bookings given up, penalties waived."""

from datetime import timedelta

import pytest

from common.contracts.booking import IllegalTransition
from common.errors import Invalid
from tests.service.booking.asking import TEN, asked, book, move
from tests.worlds import config_of

TABLE = [
    {"occasion": "cancel", "under_minutes": 240, "percent": 20},
    {"occasion": "change", "under_minutes": 240, "percent": 10},
    {"occasion": "no_show", "fixed": 5000},
]
LATE = TEN - timedelta(hours=1)


@pytest.fixture
def with_table(store):
    policy = {**config_of("s-4s")["policy"], "penalties": TABLE}
    store.save_store("s-4s", {**config_of("s-4s"), "policy": policy})
    store._known.clear()


def events(told):
    return [event["type"] for event in told]


class TestDetails:
    def test_a_wrong_number_is_put_right_with_what_it_was(self, desk, told):  # BK-27, CX-16
        booking = book(desk())
        changes = {"customer": {"phone": "13900139000"}, "note": "靠窗"}

        after = desk().amend(**move(booking["id"], **changes, reason="打错"))

        assert after["customer"]["phone"] == "+8613900139000"
        assert after["customer"]["name"] == booking["customer"]["name"]
        assert after["customer"]["id"] != booking["customer"]["id"]
        assert (after["note"], after["revision"], after["start"]) == ("靠窗", 2, booking["start"])
        assert events(told) == ["booking_confirmed", "booking_amended"]
        assert desk().history(booking_id=booking["id"])["history"][-1]["reason"] == "打错"

    def test_what_lacks_details_keeps_its_place_and_is_firm_when_they_come(self, desk, told):
        booking = book(desk())  # BK-03

        waiting = desk().ask_info(**move(booking["id"], reason="姓名不全"))
        firm = desk().amend(**move(booking["id"], customer={"name": "赵一"}))

        assert (waiting["status"], firm["status"]) == ("needs_info", "confirmed")
        assert firm["items"] == booking["items"]
        assert events(told)[1:] == ["booking_needs_info", "booking_amended"]

    def test_the_word_that_all_is_well_makes_it_firm_as_well(self, desk):  # BK-03
        booking = book(desk())
        desk().ask_info(**move(booking["id"], reason="姓名不全"))

        firm = desk().amend(**move(booking["id"], note=booking["note"]))

        assert firm["status"] == "confirmed"

    @pytest.mark.parametrize("then", ["arrive", "cancel", "reschedule"])
    def test_who_comes_or_calls_meanwhile_is_not_sent_away(self, desk, then):  # BK-03
        booking = book(desk())
        desk().ask_info(**move(booking["id"], reason="姓名不全"))

        if then == "arrive":
            after = desk(now=TEN).arrive(**move(booking["id"]))
        elif then == "cancel":
            after = desk().cancel(**move(booking["id"], reason_code="other"))
        else:
            after = desk().reschedule(
                **move(booking["id"], start=TEN + timedelta(hours=1), items=None)
            )

        assert after["status"] in ("arrived", "cancelled", "confirmed")

    def test_every_wrong_detail_is_told_at_once(self, desk):
        booking = book(desk())
        changes = {"customer": {"phone": "1"}, "booker": {"name": "x", "phone": "2"}}

        with pytest.raises(Invalid) as refusal:
            desk().amend(**move(booking["id"], **changes))

        assert set(refusal.value.details["fields"]) == {"customer.phone", "booker.phone"}

    def test_changing_nothing_is_no_change(self, desk):
        booking = book(desk())

        with pytest.raises(Invalid):
            desk().amend(**move(booking["id"], note=booking["note"]))

        assert desk().get(booking_id=booking["id"])["revision"] == 1

    def test_what_has_ended_is_not_rewritten(self, desk):
        booking = book(desk())
        desk().cancel(**move(booking["id"], reason_code="other"))

        with pytest.raises(IllegalTransition):
            desk().amend(**move(booking["id"], note="x"))


class TestBooker:
    def test_who_books_need_not_be_who_comes(self, desk):  # CH-21
        booking = book(desk(), booker={"name": " 李助理 ", "phone": "139 0013 9000"})

        assert booking["booker"] == {"name": "李助理", "phone": "+8613900139000"}
        assert booking["customer"]["phone"] == "+8613800138000"

    def test_a_booker_can_be_taken_off(self, desk):
        booking = book(desk(), booker={"name": "李助理", "phone": "13900139000"})

        after = desk().amend(**move(booking["id"], booker=None))

        assert after["booker"] is None

    def test_a_booker_without_a_number_is_told(self, desk):
        with pytest.raises(Invalid) as refusal:
            desk().create(**asked(booker={"name": "李助理", "phone": "12"}))

        assert set(refusal.value.details["fields"]) == {"booker.phone"}


class TestFailing:
    def test_a_booking_that_cannot_be_met_frees_its_place_and_offers_others(self, desk, told):
        booking = book(desk())  # BK-20, BK-19

        given_up = desk().fail(**move(booking["id"], reason_code="equipment", reason="举升机坏了"))

        after = given_up["booking"]
        assert (after["status"], after["legal_moves"]) == ("failed", [])
        assert given_up["alternatives"][0]["start"] == "2026-03-10T08:30:00+08:00"
        assert told[-1]["type"] == "booking_failed"
        assert told[-1]["data"]["reason"] == "equipment: 举升机坏了"
        assert after["penalty"] is None
        book(desk())
        book(desk())

    def test_what_has_begun_cannot_fail(self, desk):
        booking = book(desk())
        desk(now=TEN).arrive(**move(booking["id"]))

        with pytest.raises(IllegalTransition):
            desk().fail(**move(booking["id"], reason_code="other", reason=""))


@pytest.mark.usefixtures("with_table")
class TestPenalties:
    def cancelled(self, desk, now, reason_code="customer_request"):
        booking = book(desk())
        return desk(now=now).cancel(**move(booking["id"], reason_code=reason_code))

    def test_a_late_cancellation_costs_what_the_table_says(self, desk):  # CX-05
        assert self.cancelled(desk, LATE)["penalty"] == {
            "state": "proposed", "amount": 19000, "currency": "CNY", "occasion": "cancel",
        }  # fmt: skip

    def test_one_in_time_costs_nothing(self, desk):  # CX-05
        assert self.cancelled(desk, TEN - timedelta(hours=4))["penalty"] is None

    def test_nobody_pays_for_what_the_store_cannot_keep(self, desk):  # CX-05
        assert self.cancelled(desk, LATE, "store_side")["penalty"] is None

    def test_a_late_change_costs_its_part(self, desk):  # CX-05, CX-09
        booking = book(desk())

        moved = desk(now=LATE).reschedule(
            **move(booking["id"], start=TEN + timedelta(days=1), items=None)
        )

        assert (moved["penalty"]["occasion"], moved["penalty"]["amount"]) == ("change", 9500)

    def test_who_asked_for_another_day_pays_nothing_for_it(self, desk):  # CX-08
        booking = book(desk())
        desk(now=LATE).to_rebook(**move(booking["id"]))

        moved = desk(now=LATE).reschedule(
            **move(booking["id"], start=TEN + timedelta(days=1), items=None)
        )

        assert moved["penalty"] is None

    def test_a_no_show_costs_until_it_was_none(self, desk):  # CX-05, NS-01
        booking = book(desk())
        late = TEN + timedelta(minutes=30)

        missed = desk(now=late).no_show(**move(booking["id"]))
        found = desk(now=late).undo_no_show(**move(booking["id"]))

        assert missed["penalty"]["amount"] == 5000
        assert found["penalty"] is None

    def test_a_manager_waives_it_once_and_says_why(self, desk, told):  # CX-05, CON-8
        charged = self.cancelled(desk, LATE)

        waived = desk().waive_penalty(**move(charged["id"], reason="老客户"))

        assert waived["penalty"]["state"] == "waived"
        assert waived["status"] == "cancelled"
        assert told[-1]["type"] == "booking_penalty_waived"
        assert desk().history(booking_id=charged["id"])["history"][-1]["reason"] == "老客户"
        with pytest.raises(IllegalTransition):
            desk().waive_penalty(**move(charged["id"], reason="老客户"))

    def test_bookings_from_before_the_table_are_not_charged(self, desk, store):
        booking = book(desk())
        other = [{"occasion": "cancel", "percent": 100}]
        policy = {**config_of("s-4s")["policy"], "penalties": other}
        store.save_store("s-4s", {**config_of("s-4s"), "policy": policy})
        store._known.clear()

        after = desk(now=LATE).cancel(**move(booking["id"], reason_code="other"))

        assert after["penalty"]["amount"] == 19000
