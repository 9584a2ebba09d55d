"""Partners know who a customer is while that customer agrees, whatever a booking came of."""

from datetime import UTC, timedelta

import pytest

from common.consents import said_at
from common.privacy import customer_id
from tests.service.booking.asking import NOW, TEN, asked, book, move
from tests.service.booking.test_series import a_look, save
from tests.service.booking.test_waitlist import offered
from tests.service.booking.waiting import PHONES, answer, full, join, work_off
from tests.worlds import a_partner, local

SHARED = {"privacy_version": "2026-01", "share_with_partner": True, "marketing": False}
WHO = customer_id("+8613800138000")
QIAN = customer_id(f"+86{PHONES['qian']}")
SOON = NOW + timedelta(minutes=1)
P1 = a_partner("p1")


def takes_back(desk, customer=WHO, at=NOW):
    return desk(now=at).share(customer_id=customer, given=False, at=at)["bookings"]


def shares(booking):
    return (booking["consents"] or {}).get("share_with_partner")


def an_offer(desk, database):
    """Let a customer of p1, who may be named to it, wait and be offered a place."""
    taken, _ = full(desk())
    entry = join(desk(by=P1), consents=SHARED)
    desk().cancel(**move(taken["id"], reason_code="other"))
    work_off(desk, database)
    return entry


def test_whoever_comes_instead_is_not_named_by_another_s_consent(desk, told):  # PV-06
    booking = book(desk(by=P1), consents=SHARED)

    desk().amend(**move(booking["id"], customer={"name": "贝拉", "phone": "13900139000"}))

    after = desk(by=P1).get(booking_id=booking["id"])
    assert (after["customer"]["name"], after["consents"]) == ("贝拉", None)
    assert told[-1]["type"] == "booking_amended"
    assert (told[-1]["data"]["customer"]["name"], told[-1]["data"]["consents"]) == ("贝拉", None)


def test_whoever_came_first_decides_for_another_no_more(desk):  # PV-06
    booking = book(desk(by=P1), consents=SHARED)
    desk().amend(**move(booking["id"], customer={"name": "贝拉", "phone": "13900139000"}))

    desk().share(customer_id=WHO, given=True, at=SOON)

    assert desk(by=P1).get(booking_id=booking["id"])["consents"] is None


def test_who_waits_is_named_no_more_and_neither_is_what_comes_of_it(desk, database):  # PV-06
    entry = an_offer(desk, database)

    takes_back(desk, QIAN)

    waiting = desk(by=P1).get_waiting(entry_id=entry["id"])
    assert waiting["consents"] == {**SHARED, "share_with_partner": False,
                                   "sharing_said_at": NOW.isoformat()}  # fmt: skip
    booked = desk(by=P1).accept_offer(**answer(waiting))
    booking = desk(by=P1).get(booking_id=booked["booking_id"])
    assert (shares(booking), booking["privacy_version"]) == (False, "2026-01")


def test_what_is_accepted_while_sharing_is_taken_back_names_nobody(
    desk, database, store, monkeypatch
):  # PV-06
    entry, keep = an_offer(desk, database), store.turn_into_booking

    def raced(*made):
        monkeypatch.setattr(store, "turn_into_booking", keep)
        takes_back(desk, QIAN)
        return keep(*made)

    monkeypatch.setattr(store, "turn_into_booking", raced)
    booked = desk(by=P1).accept_offer(**answer(entry))

    assert not shares(desk(by=P1).get(booking_id=booked["booking_id"]))


def test_what_was_accepted_before_it_was_noted_names_nobody(desk, database):  # PV-06
    entry = an_offer(desk, database)
    booked = desk(by=P1, now=SOON).accept_offer(**answer(entry))

    assert takes_back(desk, QIAN, at=NOW) == 1

    assert not shares(desk(by=P1).get(booking_id=booked["booking_id"]))


def test_what_was_said_while_waiting_was_said_then(desk, database, told):  # PV-04
    waiting = an_offer(desk, database)

    desk(by=P1, now=SOON).accept_offer(**answer(waiting))

    made = [one["data"]["consents"] for one in told if one["type"] == "booking_confirmed"]
    assert made[-1] == {**SHARED, "said_at": NOW.astimezone(UTC).isoformat()}


def test_what_was_said_with_a_series_counts_from_then_for_each_visit(desk, told):  # PV-04
    made = save(desk(), rule={"unit": "month", "count": 4}, consents=SHARED)
    opens = local("2026-06-10 10:00") - timedelta(days=90)
    desk(now=opens).book_ahead(a_look(made["series_id"], opens))

    visits = [one["data"]["consents"] for one in told if one["type"] == "booking_confirmed"]
    assert [said_at({"consents": one, "created_at": opens}) for one in visits] == [NOW] * 4


def test_who_waits_may_agree_again(desk):  # PV-06
    entry = join(desk(by=P1), consents=SHARED)
    takes_back(desk, QIAN)

    desk().share(customer_id=QIAN, given=True, at=SOON)

    assert shares(desk(by=P1).get_waiting(entry_id=entry["id"])) is True


def test_who_waits_by_the_store_s_own_telephone_is_left_alone(desk, database):
    [entry] = offered(desk, database, "qian")

    takes_back(desk, QIAN)

    left = desk().get_waiting(entry_id=entry["id"])
    assert (left["consents"], left["revision"]) == (None, entry["revision"])


def test_what_a_series_has_planned_names_nobody_either(desk):  # PV-06
    made = save(desk(by=P1), rule={"unit": "month", "count": 4}, consents=SHARED)
    opens = local("2026-06-10 10:00") - timedelta(days=90)

    assert takes_back(desk) == 3
    desk(now=opens).book_ahead(a_look(made["series_id"], opens))

    visits = desk(by=P1).get_series(series_id=made["series_id"])["occurrences"]
    assert [one["state"] for one in visits] == ["booked"] * 4
    assert [shares(desk(by=P1).get(booking_id=one["booking_id"])) for one in visits] == [False] * 4


def test_what_is_booked_ahead_while_sharing_is_taken_back_names_nobody(desk, store, monkeypatch):
    made = save(desk(by=P1), rule={"unit": "month", "count": 4}, consents=SHARED)  # PV-06
    opens, change = local("2026-06-10 10:00") - timedelta(days=90), store.change_series

    def raced(*more, **told):
        monkeypatch.setattr(store, "change_series", change)
        takes_back(desk, at=opens)
        return change(*more, **told)

    monkeypatch.setattr(store, "change_series", raced)
    for _ in range(2):
        desk(now=opens).book_ahead(a_look(made["series_id"], opens))

    last = desk(by=P1).get_series(series_id=made["series_id"])["occurrences"][3]
    assert (last["state"], shares(desk().get(booking_id=last["booking_id"]))) == ("booked", False)


@pytest.mark.parametrize("moved", [False, True], ids=["as it was made", "since moved"])
def test_a_repeated_request_names_nobody_either(desk, moved):  # PV-06
    request = asked(consents=SHARED, idempotency_key="k-1")
    booking = desk(by=P1).create(**request)["booking"]
    if moved:
        desk().amend(**move(booking["id"], note="靠窗"))

    takes_back(desk)

    again = desk(by=P1).create(**request)
    assert (again["replayed"], shares(again["booking"])) == (True, False)
    assert again["booking"]["note"] == ""


def test_taking_back_twice_says_it_once(desk):  # PV-06
    booking = book(desk(by=P1), consents=SHARED)
    untold = book(desk(by=P1), start=TEN + timedelta(hours=1))

    assert [takes_back(desk), takes_back(desk, at=SOON)] == [1, 0]

    said = desk().get(booking_id=booking["id"])["consents"]["sharing_said_at"]
    assert said == NOW.isoformat()
    assert desk().get(booking_id=untold["id"])["consents"] is None
