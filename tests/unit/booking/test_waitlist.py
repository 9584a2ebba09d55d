"""One who waits: what they would take, and the moves of their wait."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from common.contracts.booking import (
    CustomerOverlap,
    HoldExpired,
    Horizon,
    IllegalTransition,
    LeadTime,
)
from common.errors import Invalid, NotFound
from services.booking.domain import joining, waitlist
from services.booking.domain.waitlist import Entry, Offer, Window
from services.booking.domain.waitlist_telling import as_read, summary
from tests.worlds import a_partner, a_store, an_actor, local

NOW = local("2026-03-09 09:00")
TEN = local("2026-03-10 10:00")
TUESDAY = Window(local("2026-03-10 00:00"), local("2026-03-11 00:00"))
MINUTE = timedelta(minutes=1)
AN_INSTANT = timedelta.resolution
SHOP = a_store()


def an_offer(**changes):
    offer = Offer(
        hold_id="h-1", opening="h-1", start=TEN, end=TEN + 60 * MINUTE, at=NOW,
        until=NOW + 15 * MINUTE,
    )  # fmt: skip
    return replace(offer, **changes)


def an_entry(**changes):
    entry = Entry(
        id="w-1", revision=1, status="waiting", store_id="s-4s", ticket=1,
        items=("maintenance-a",), staff=None, window=TUESDAY, party_size=None,
        customer={"id": "c-1", "name": "钱", "phone": "+8613800138001", "language": "zh"},
        subject=None, channel="phone", partner_id=None, partner_reference=None, consents=None,
        note="", joined_at=NOW, created_by=an_actor().as_json(),
    )  # fmt: skip
    return replace(entry, **changes)


def offered(**changes):
    return an_entry(status="offered", revision=2, offers=(an_offer(),), **changes)


# what would do


@pytest.mark.parametrize(
    ("start", "would"),
    [
        (TUESDAY.first - AN_INSTANT, False),
        (TUESDAY.first, True),
        (TUESDAY.end - AN_INSTANT, True),
        (TUESDAY.end, False),
    ],
)
def test_a_window_begins_with_its_first_moment_and_ends_before_its_last(start, would):
    assert TUESDAY.takes(SHOP, start) is would


@pytest.mark.parametrize(
    ("at", "would"),
    [("09:59", False), ("10:00", True), ("11:59", True), ("12:00", False), ("14:00", True)],
)
def test_hours_are_those_of_the_store_and_half_open(at, would):
    window = replace(TUESDAY, hours=((time(10), time(12)), (time(14), time(15))))

    assert window.takes(SHOP, local(f"2026-03-10 {at}")) is would


def test_weekdays_are_those_of_the_store():
    window = Window(local("2026-03-09 00:00"), local("2026-03-16 00:00"), ("tue", "sun"))

    days = [9 + n for n in range(7) if window.takes(SHOP, local(f"2026-03-{9 + n:02} 10:00"))]

    assert days == [10, 15]
    assert window.takes(SHOP, local("2026-03-10 00:30"))  # still Monday in UTC


def test_what_was_let_pass_would_not_do_again():
    entry = waitlist.let_pass(offered(), waitlist.DECLINED, NOW)

    assert not entry.takes(SHOP, TEN)
    assert entry.takes(SHOP, TEN + 60 * MINUTE)


# who may join


def asked(**but):
    return {
        "items": ["maintenance-a"], "staff": None, "from_": TUESDAY.first, "to": TUESDAY.end,
        "weekdays": [], "hours": [], "party_size": None,
        "customer": {"name": "钱", "phone": "13800138001", "email": None, "language": "zh"},
        "subject": None, "channel": "phone", "partner_reference": None, "consents": None,
        "note": "", **but,
    }  # fmt: skip


def wished(store=SHOP, by=None, **but):
    return joining.wished(asked(**but), store, by or an_actor(), lambda phone: f"c{phone}")


def test_a_wish_is_read_once():
    facts = wished(weekdays=["sun", "mon"], hours=["10:00-11:30"])

    assert facts["window"].weekdays == ("mon", "sun")
    assert facts["window"].hours == ((time(10), time(11, 30)),)
    assert (facts["customer"]["phone"], facts["customer"]["id"]) == (
        "+8613800138001", "c+8613800138001",
    )  # fmt: skip


def test_a_partner_s_entry_is_the_partner_s_whatever_it_says():
    facts = wished(by=a_partner("p1"))

    assert (facts["channel"], facts["partner_id"]) == ("partner", "p1")


@pytest.mark.parametrize(
    ("party", "table"), [(1, "table-2"), (2, "table-2"), (3, "table-4"), (5, "table-8")]
)
def test_a_party_is_seated_by_its_size(party, table):  # SL-12
    assert wished(a_store("s-rest"), items=None, party_size=party)["items"] == (table,)


@pytest.mark.parametrize(
    "but", [{"items": None, "party_size": 9}, {"items": ["table-2"], "party_size": 3}]
)
def test_a_party_that_no_table_seats_is_refused(but):  # SL-12
    with pytest.raises(Invalid) as refusal:
        wished(a_store("s-rest"), **but)
    assert list(refusal.value.details["fields"]) == ["party_size"]


def test_a_party_that_fits_is_taken_at_the_table_it_chose():  # SL-12
    assert wished(a_store("s-rest"), items=["table-8"], party_size=8)["items"] == ("table-8",)
    assert wished(party_size=5)["items"] == ("maintenance-a",)


@pytest.mark.parametrize(("now", "over"), [(TUESDAY.end - MINUTE, False), (TUESDAY.end, True)])
def test_a_window_is_over_when_no_start_of_it_can_be_booked(now, over):
    assert joining.is_over(SHOP.notice("phone", []), TUESDAY, now) is over
    lead = a_store(policy={"lead_minutes": 60})
    assert joining.is_over(lead.notice("phone", []), TUESDAY, now - 60 * MINUTE) is over
    if over:
        with pytest.raises(LeadTime):
            joining.check_can_wait(SHOP, [], "phone", TUESDAY, now)


def test_nobody_waits_for_what_is_too_far_off():
    horizon = timedelta(days=90)
    last = Window(NOW + horizon, NOW + horizon + MINUTE)

    joining.check_can_wait(SHOP, [], "phone", last, NOW)
    with pytest.raises(Horizon):
        joining.check_can_wait(SHOP, [], "phone", replace(last, first=last.first + AN_INSTANT), NOW)


@pytest.mark.parametrize(
    ("first", "end", "overlaps"),
    [
        ("2026-03-09 00:00", "2026-03-10 00:00", False),
        ("2026-03-09 00:00", "2026-03-10 00:01", True),
        ("2026-03-10 23:59", "2026-03-12 00:00", True),
        ("2026-03-11 00:00", "2026-03-12 00:00", False),
    ],
)
def test_windows_that_touch_do_not_overlap(first, end, overlaps):
    window = Window(local(first), local(end))

    if overlaps:
        with pytest.raises(CustomerOverlap) as refusal:
            joining.check_waits_for_nothing_like_it(an_actor(), [an_entry()], window)
        assert refusal.value.details == {"entry_id": "w-1"}
    else:
        joining.check_waits_for_nothing_like_it(an_actor(), [an_entry()], window)


@pytest.mark.parametrize(
    ("by", "compared"), [(a_partner("p1"), False), (a_partner("p2"), True), (an_actor(), True)]
)
def test_no_partner_learns_that_a_customer_waits_through_another(by, compared):  # negative 4
    theirs = an_entry(partner_id="p2")

    if compared:
        with pytest.raises(CustomerOverlap):
            joining.check_waits_for_nothing_like_it(by, [theirs], TUESDAY)
    else:
        joining.check_waits_for_nothing_like_it(by, [theirs], TUESDAY)


# the moves


def test_an_offer_stands_until_its_moment():
    until = NOW + 15 * MINUTE

    assert an_offer().stands(until - AN_INSTANT)
    assert not an_offer().stands(until)
    assert waitlist.standing_offer(offered(), "accept", until - AN_INSTANT) == an_offer()
    with pytest.raises(HoldExpired):
        waitlist.standing_offer(offered(), "accept", until)


@pytest.mark.parametrize("status", ["booked", "lapsed", "withdrawn", "expired"])
@pytest.mark.parametrize("move", ["offer", "accept", "decline", "withdraw"])
def test_a_wait_that_is_over_makes_no_move(status, move):
    with pytest.raises(IllegalTransition) as refusal:
        waitlist.check_move(an_entry(status=status), move)
    assert refusal.value.details["legal"] == []


def test_who_waits_can_be_offered_and_who_is_offered_can_answer():
    assert waitlist.legal_moves("waiting") == ["offer", "withdraw"]
    assert waitlist.legal_moves("offered") == ["accept", "decline", "withdraw"]
    with pytest.raises(IllegalTransition):
        waitlist.standing_offer(an_entry(), "accept", NOW)


@pytest.mark.parametrize("outcome", [waitlist.DECLINED, waitlist.RAN_OUT])
def test_the_second_offer_let_pass_ends_the_wait(outcome):
    once = waitlist.let_pass(offered(), outcome, NOW)
    again = replace(once, status="offered", offers=(*once.offers, an_offer(start=TEN + MINUTE)))
    twice = waitlist.let_pass(again, outcome, NOW)

    assert (once.status, once.passed, once.closed_at) == ("waiting", 1, None)
    assert (twice.status, twice.passed, twice.closed_at) == ("lapsed", 2, NOW)


def test_each_move_is_a_revision_and_an_end_has_its_moment():
    for after in (
        waitlist.accepted(offered(), "b-1", NOW),
        waitlist.withdrawn(offered(), NOW),
        waitlist.expired(an_entry(revision=2), NOW),
    ):
        assert (after.revision, after.closed_at, after.offer) == (3, NOW, None)


def test_what_ran_out_is_read_so_before_anybody_notes_it():
    entry, until = offered(), NOW + 15 * MINUTE

    assert waitlist.as_of(entry, until - AN_INSTANT) is entry
    read = as_read(SHOP, entry, until, 1, None)
    assert (read["status"], read["offer"], read["revision"]) == ("waiting", None, 2)


@pytest.mark.parametrize(
    ("owner", "reader", "may"),
    [
        (None, an_actor(), True),
        (None, a_partner("p1"), False),
        ("p1", a_partner("p1"), True),
        ("p1", a_partner("p2"), False),
        ("p1", an_actor(), True),
        (None, an_actor(stores=frozenset({"s-beau"})), False),
    ],
)
def test_whose_entry_it_is(owner, reader, may):
    entry = an_entry(partner_id=owner)

    assert waitlist.may_see(reader, entry) is may
    if not may:
        with pytest.raises(NotFound):
            waitlist.check_may_see(reader, entry)


# the figures


def booked_after(minutes, **changes):
    closed = {"status": "booked", "closed_at": NOW + minutes * MINUTE}
    return an_entry(offers=(an_offer(outcome="accepted", **changes),), **closed)


def test_a_place_handed_on_is_one_place():  # features 18
    declined = an_entry(offers=(an_offer(outcome="declined"),))
    lapsed = an_entry(status="lapsed", offers=(an_offer(opening="h-7", outcome="lapsed"),))

    told = summary([declined, booked_after(30), lapsed, an_entry(status="withdrawn")])

    assert (told["joined"], told["offers"], told["offered"], told["accepted"]) == (4, 3, 2, 1)
    assert (told["declined"], told["lapsed"], told["withdrawn"]) == (1, 1, 1)
    assert (told["waiting"], told["filled_share"]) == (1, 0.5)


def test_the_wait_in_the_middle_is_the_median():
    assert summary([booked_after(n) for n in (5, 10, 90)])["median_wait_minutes"] == 10
    assert summary([booked_after(n) for n in (5, 10)])["median_wait_minutes"] == 7.5


def test_of_nothing_there_is_no_share():
    told = summary([an_entry()])

    assert (told["filled_share"], told["median_wait_minutes"]) == (None, None)
