"""A channel's share and a bay for those who book ahead, with bookings that compete for them."""

from contextlib import suppress
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from common.contracts.booking import IllegalTransition, LeadTime, SlotTaken
from tests.service.booking.asking import NOW, TEN, asked, book, move
from tests.worlds import EVERYTHING, a_partner, an_actor, config_of

A_DAY = timedelta(days=1)
TWO_DAYS_AHEAD = TEN + A_DAY
SHARE = {"maintenance-2": {"kept": {"channels": ["partner"]}}}


@pytest.fixture(autouse=True)
def a_share(store):
    store.save_store("s-4s", config_of("s-4s", lanes=SHARE))


def bay(booking):
    return booking["items"][0]["resources"][0]["id"]


def free_at(service, start):
    wish = {
        "store_ids": ["s-4s"], "city": None, "items": ["maintenance-a"], "from_": start,
        "to": start + timedelta(hours=1), "channel": None, "limit": 5, "order": "soonest",
    }  # fmt: skip
    return [slot["free"] for slot in service.search(**wish, staff=None)["slots"]]


def test_the_desk_has_what_is_not_the_partners_until_a_day_before(desk):  # SL-16
    first = book(desk(), start=TWO_DAYS_AHEAD)
    with pytest.raises(SlotTaken) as refusal:
        desk().create(**asked(start=TWO_DAYS_AHEAD))

    released = desk(now=NOW + A_DAY + timedelta(hours=1))
    second = book(released, start=TWO_DAYS_AHEAD)

    assert (bay(first), bay(second)) == ("maintenance-1", "maintenance-2")
    assert refusal.value.details["alternatives"][0]["start"][11:16] != "10:00"


def test_the_partner_has_its_share_whoever_else_came(desk):  # SL-16
    book(desk(), start=TWO_DAYS_AHEAD)

    theirs = book(desk(by=a_partner()), start=TWO_DAYS_AHEAD, channel="phone")

    assert bay(theirs) == "maintenance-2"
    assert theirs["items"][0]["resources"][0]["chosen"]["why"] == "kept_for_you"


def test_what_is_offered_is_what_can_be_had(desk):
    phone, partner = desk(), desk(by=a_partner())

    assert (free_at(phone, TWO_DAYS_AHEAD), free_at(partner, TWO_DAYS_AHEAD)) == ([1], [2])
    slot = {"store_id": "s-4s", "items": ["maintenance-a"], "staff": None, "start": TWO_DAYS_AHEAD}
    assert [one.check_batch(slots=[slot])["slots"][0]["free"] for one in (phone, partner)] == [1, 2]
    book(phone, start=TWO_DAYS_AHEAD)
    assert free_at(phone, TWO_DAYS_AHEAD) == []
    assert not phone.explain(**slot, channel="phone")["available"]
    assert partner.explain(**slot, channel="phone")["available"]


def test_a_hold_of_a_partner_is_the_partners_whatever_it_says(desk):
    book(desk(), start=TWO_DAYS_AHEAD)
    wish = {
        "store_id": "s-4s", "items": ["maintenance-a"], "start": TWO_DAYS_AHEAD,
        "channel": "phone", "ttl_seconds": 300, "idempotency_key": None,
    }  # fmt: skip
    with pytest.raises(SlotTaken):
        desk().hold(**wish)

    held = desk(by=a_partner()).hold(**wish)["hold"]

    assert held["state"] == "held"


def test_twenty_desks_and_twenty_partners_get_a_place_each(desk):
    barrier, got = Barrier(40), []

    def ask(by):
        service = desk(by=by)
        barrier.wait()
        with suppress(SlotTaken):
            got.append((by.kind, bay(book(service, start=TWO_DAYS_AHEAD))))

    askers = [a_partner() if number % 2 else an_actor() for number in range(40)]
    threads = [Thread(target=ask, args=(asker,)) for asker in askers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(bay_ for _, bay_ in got) == ["maintenance-1", "maintenance-2"]
    assert ("partner", "maintenance-2") in got


def test_a_channel_with_longer_notice_is_refused_where_the_desk_is_not(desk, store):
    policy = {"channels": {"web": {"lead_minutes": 25 * 60}}}
    store.save_store("s-4s", config_of("s-4s", policy=policy))
    in_25_hours_but_a_second = desk(now=NOW + timedelta(seconds=1))
    with pytest.raises(LeadTime):
        in_25_hours_but_a_second.create(**asked(channel="web"))

    assert book(desk(), channel="web")["channel"] == "web"
    assert book(in_25_hours_but_a_second, channel="phone")["channel"] == "phone"


def test_the_store_moves_what_its_customer_may_not_move_again(desk, store):  # CX-01
    store.save_store("s-4s", config_of("s-4s", policy={"most_changes": 1}))
    customer = desk(by=an_actor(may=EVERYTHING - {"bookings:late"}))
    booking = book(desk())
    customer.reschedule(**move(booking["id"], start=TEN + A_DAY, items=None))

    with pytest.raises(IllegalTransition) as refusal:
        customer.reschedule(**move(booking["id"], start=TEN + 2 * A_DAY, items=None))
    moved = desk().reschedule(**move(booking["id"], start=TEN + 2 * A_DAY, items=None))

    assert refusal.value.details["most_changes"] == 1
    assert moved["flags"]["changes"] == 2


def test_who_stayed_away_before_meets_stricter_terms(desk, store):  # CX-05, NS-01
    rule = {"occasion": "no_show", "fixed": 20000, "earlier": 1}
    store.save_store("s-4s", config_of("s-4s", policy={"penalties": [rule]}))
    late = timedelta(minutes=30)
    first, second = book(desk()), book(desk(), start=TEN + A_DAY)

    spared = desk(now=TEN + late).no_show(**move(first["id"]))
    charged = desk(now=TEN + A_DAY + late).no_show(**move(second["id"]))

    assert spared["penalty"] is None
    assert (charged["penalty"]["amount"], charged["penalty"]["missed_before"]) == (20000, 1)
