"""Perks and gifts handed over once, counted, and in the ledger."""

from datetime import date, timedelta
from threading import Thread

import pytest

from common.contracts.booking import IllegalTransition
from common.errors import Invalid
from tests.service.booking.asking import NOW, TEN, asked, book, do, move

EARLY = TEN.replace(hour=8, minute=30)
A_WEEK = timedelta(days=7)


@pytest.fixture
def stocked(desk):
    for code in ("mug", "umbrella", "voucher"):
        desk().count_gift(store_id="s-4s", code=code, left=2)


def arrived(desk, start=EARLY, late=timedelta(), booked=None, **who):
    booking = book(desk(now=booked or NOW), start=start, **who)
    return desk(now=start + late).arrive(**move(booking["id"]))


def issue(desk, booking, what="gift", gift=None, now=TEN):
    return desk(now=now).issue(**move(booking["id"], what=what, gift=gift))


def left(desk, code):
    [found] = [x for x in desk().gifts(store_id="s-4s")["gifts"] if x["code"] == code]
    return found["left"]


def test_a_perk_is_handed_over_once(desk, told):  # PK-04, PK-09
    booking = arrived(desk)

    after = issue(desk, booking, "perk")

    perk = after["entitlements"]["perk"]
    assert (perk["state"], perk["code"], perk["issued_by"]) == ("issued", "breakfast", "sr-chen")
    assert told[-1]["type"] == "booking_issued"
    with pytest.raises(IllegalTransition):
        issue(desk, booking, "perk")


def test_what_was_not_earned_is_not_handed_over(desk):  # PK-07, PK-09
    booking = arrived(desk, start=TEN.replace(day=9, hour=11), booked=NOW)

    with pytest.raises(IllegalTransition):
        issue(desk, booking, "perk", now=TEN.replace(day=9, hour=11))


def test_a_gift_is_chosen_and_leaves_the_stock(desk, stocked, told):  # PK-12, PK-14
    booking = arrived(desk)

    after = issue(desk, booking, gift="mug")

    assert after["entitlements"]["gift"]["name"] == {"zh": "保温杯", "en": "Thermos mug"}
    assert left(desk, "mug") == 1
    assert told[-1]["type"] == "booking_issued"


def test_of_many_who_hand_over_the_same_gift_one_does(desk, stocked):  # PK-14, PK-16
    booking = arrived(desk)
    outcomes = []

    def hand_over():
        try:
            issue(desk, booking, gift="mug")
            outcomes.append("issued")
        except Exception as error:
            outcomes.append(type(error).__name__)

    threads = [Thread(target=hand_over) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert outcomes.count("issued") == 1
    assert left(desk, "mug") == 1


@pytest.mark.parametrize(("gift", "says"), [("towels", "none is left"), ("voucher", "must be one")])
def test_what_is_not_there_or_not_for_them_is_not_handed_over(desk, stocked, gift, says):  # PK-14
    booking = arrived(desk)

    with pytest.raises(Invalid) as refusal:
        issue(desk, booking, gift=gift)

    assert refusal.value.details["fields"]["gift"][0].startswith(says)
    assert desk().get(booking_id=booking["id"])["entitlements"]["gift"]["state"] == "granted"


def test_the_fourth_visit_on_time_earns_a_better_gift(desk, stocked):  # PK-15, AC-12
    starts = [EARLY + n * A_WEEK for n in range(4)]

    told = [arrived(desk, start)["entitlements"]["gift"] for start in starts]

    assert [one["streak"] for one in told] == [1, 2, 3, 4]
    assert [one["upgraded"] for one in told] == [False, False, False, True]


def test_a_no_show_starts_the_count_anew(desk):  # PK-15, AC-12
    for week in range(2):
        arrived(desk, EARLY + week * A_WEEK)
    missed = book(desk(), start=EARLY + 2 * A_WEEK)
    desk(now=EARLY + 2 * A_WEEK + timedelta(hours=1)).no_show(**move(missed["id"]))

    assert arrived(desk, EARLY + 3 * A_WEEK)["entitlements"]["gift"]["streak"] == 1


def test_somebody_else_s_visits_are_not_theirs(desk):  # PK-15
    arrived(desk, customer={**asked()["customer"], "phone": "13900139000"})

    assert arrived(desk, EARLY + A_WEEK)["entitlements"]["gift"]["streak"] == 1


def test_an_arrival_in_the_visit_counts_as_well(desk, floor):  # PK-15
    arrived(desk)
    booking = book(desk(), start=EARLY + A_WEEK)

    do(floor(now=EARLY + A_WEEK), booking["id"], "booking", "arrive", asked="booked")

    assert desk().get(booking_id=booking["id"])["entitlements"]["gift"]["streak"] == 2


def test_an_arrival_for_which_something_was_handed_over_is_not_taken_back(desk):  # PK-09
    booking = arrived(desk)
    issue(desk, booking, "perk")

    with pytest.raises(IllegalTransition):
        desk(now=TEN).undo_arrive(**move(booking["id"]))


def test_the_ledger_has_what_was_handed_over_on_a_day(desk, stocked):  # PK-09, FM-05
    first = arrived(desk)
    issue(desk, first, "perk")
    issue(desk, first, gift="umbrella", now=TEN + timedelta(hours=1))
    day = date(2026, 3, 10)

    lines = desk().ledger(store_id="s-4s", from_day=day, to_day=day)["lines"]

    assert [(line["what"], line["code"], line["at"]) for line in lines] == [
        ("perk", "breakfast", "2026-03-10T10:00:00+08:00"),
        ("gift", "umbrella", "2026-03-10T11:00:00+08:00"),
    ]
    assert {line["number"] for line in lines} == {first["number"]}
    before = day - timedelta(days=1)
    assert desk().ledger(store_id="s-4s", from_day=before, to_day=before)["lines"] == []
    with pytest.raises(Invalid):
        desk().ledger(store_id="s-4s", from_day=day, to_day=before)


def test_only_gifts_of_the_catalogue_are_counted(desk):  # PK-14
    with pytest.raises(Invalid):
        desk().count_gift(store_id="s-4s", code="car", left=1)
