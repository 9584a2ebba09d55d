"""Disruptions with the real database: who is hit, what they are offered, and moved once."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest

from common.bus.due import Work
from common.contracts.booking import IdempotencyKeyReused, IllegalTransition, SlotTaken
from common.errors import Invalid, NotFound, Stale
from tests.service.booking.asking import ALL, NOW, TEN, book, move
from tests.service.booking.test_holds import wish
from tests.worlds import a_partner, an_actor, config_of

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
BOTH = "maintenance-1", "maintenance-2"
MANAGER = {"id": "mgr-4s", "kind": "person", "role": "manager"}


@pytest.fixture
def manager(desk):
    may = ALL | {"disruptions:plan"}

    def make(now=NOW, **who):
        return desk(by=an_actor(id="mgr-4s", role="manager", may=may, **who), now=now)

    return make


def out(service, lanes=BOTH[:1], first=TEN, end=TEN + HOUR, **but):
    told = {
        "store_id": "s-4s", "what": "lane" if lanes else "store", "lanes": list(lanes),
        "from_": first, "to": end, "reason": "举升机故障", "hold": False, "dry_run": False,
        "idempotency_key": None, **but,
    }  # fmt: skip
    return service.plan_disruption(**told)["disruption"]


def act(service, name, plan, **more):
    told = {"disruption_id": plan["id"], "if_revision": None, "reason": "", **more}
    if name in ("hold_offers", "accept_offers"):
        told = {"bookings": None, "choices": {}, **told}
    return getattr(service, name)(**told)


def lane_of(desk, booking):
    read = desk().get(booking_id=booking["id"])
    return read["items"][0]["resources"][0]["id"]


def on(desk, lane, start=TEN, **but):
    """Book until the place is on *lane*, then let go of the others."""
    made = [book(desk(), start=start, **but)]
    while lane_of(desk, made[-1]) != lane:
        made.append(book(desk(), start=start, **but))
    for other in made[:-1]:
        desk().cancel(**move(other["id"], reason_code="other"))
    return made[-1]


def look(plan, at=NOW):
    return Work("disruption:x", "disruption", at, {"disruption_id": plan["id"]}, 1, 1)


def sound(store):
    return [one for found in store.findings() for one in found] == []


def kinds(booking):
    return [(offer["kind"], offer["start"][5:16]) for offer in booking["proposals"]]


def test_who_is_hit_is_offered_other_places_the_best_first(desk, manager):  # BK-20
    hit = on(desk, "maintenance-1")
    on(desk, "maintenance-2", start=TEN + HOUR)

    plan = out(manager())

    assert [one["booking_id"] for one in plan["bookings"]] == [hit["id"]]
    assert kinds(plan["bookings"][0]) == [
        ("lane", "03-10T10:00"),  # another lane, that day (the nearest first), other days, sisters
        ("time", "03-10T11:00"), ("time", "03-10T08:30"),
        ("time", "03-09T10:00"), ("time", "03-11T10:00"),
        ("store", "03-10T10:00"), ("store", "03-10T11:00"),
    ]  # fmt: skip
    offer = plan["bookings"][0]["proposals"][0]
    assert (offer["changes"], offer["lanes"]) == (["lane"], ["maintenance-2"])
    assert offer["because"]["en"] == "The same time, in another place of its kind."
    assert plan["bookings"][0]["proposals"][1]["because"]["en"] == (
        "The same day, 60 minutes later."
    )


def test_a_dry_run_says_the_same_and_keeps_nothing(desk, manager, database):
    on(desk, "maintenance-1")

    tried = out(manager(), dry_run=True)

    assert (tried["id"], len(tried["bookings"])) == (None, 1)
    assert database["disruptions"].count_documents({}) == 0
    assert "outages" not in database["stores"].find_one({"_id": "s-4s"})
    assert out(manager())["bookings"][0]["proposals"] == tried["bookings"][0]["proposals"]


def test_what_is_away_is_offered_to_nobody_until_it_is_lifted(desk, manager):
    def free(now=NOW):
        [slot] = desk(now=now).check_batch(
            slots=[{"store_id": "s-4s", "items": ["maintenance-a"], "start": TEN}]
        )["slots"]
        return slot["free"]

    def why():
        told = desk().explain(
            store_id="s-4s", items=["maintenance-a"], start=TEN, channel=None, staff=None
        )
        return [reason["sentence"]["en"] for reason in told["reasons"]]

    plan = out(manager(), lanes=())
    assert (free(), why()) == (0, ["Off duty then: Bay 1, Bay 2."])
    with pytest.raises(SlotTaken):
        book(desk())

    lifted = act(manager(), "lift_disruption", plan)

    assert (lifted["state"], free()) == ("lifted", 2)
    with pytest.raises(IllegalTransition):
        act(manager(), "accept_offers", plan)


def test_an_outage_that_is_lifted_half_way_stays_as_long_as_it_was(desk, manager, store):
    plan = out(manager(), end=TEN + 4 * HOUR)

    lifted = act(manager(now=TEN + HOUR), "lift_disruption", plan)

    assert (lifted["from"][11:16], lifted["to"][11:16]) == ("10:00", "11:00")
    [absence] = store.store("s-4s").lanes[0].absences
    assert (absence.first, absence.end) == (TEN, TEN + HOUR)


def test_accepting_moves_each_with_its_id_its_terms_and_no_penalty(desk, manager, told, store):
    hit = on(desk, "maintenance-1")
    late = TEN - HOUR  # far too late for anybody to change it
    plan = out(manager(now=late))

    done = act(manager(now=late), "accept_offers", plan)

    assert [(one["state"], one["choice"]) for one in done["bookings"]] == [("moved", 1)]
    after = desk().get(booking_id=hit["id"])
    assert (after["start"], lane_of(desk, hit)) == (hit["start"], "maintenance-2")
    assert after["penalty"] is None
    assert not after["flags"].get("late_change")
    assert after["entitlements"] == hit["entitlements"]
    assert told[-1]["type"] == "booking_changed"
    line = desk().history(booking_id=hit["id"])["history"][-1]
    assert (line["move"], line["reason"]) == ("reschedule", "disruption: 举升机故障")
    assert line["actor"] == MANAGER
    assert sound(store)


def test_who_booked_first_chooses_first_and_no_two_are_offered_one_place(desk, manager):  # BK-26
    hits = [book(desk(now=NOW + n * MINUTE)) for n in (2, 1)]

    plan = out(manager(now=NOW + HOUR), lanes=())

    assert [one["booking_id"] for one in plan["bookings"]] == [hits[1]["id"], hits[0]["id"]]
    places = [
        (offer["store_id"], offer["start"], lane)
        for one in plan["bookings"]
        for offer in one["proposals"]
        for lane in offer["lanes"]
    ]
    assert len(places) == len(set(places)) > 4
    assert kinds(plan["bookings"][0])[0] == ("time", "03-10T11:00")
    assert kinds(plan["bookings"][1])[0] == ("time", "03-10T11:00")


def test_what_is_held_is_nobody_elses_for_half_an_hour(desk, manager, store):
    on(desk, "maintenance-1")
    plan = out(manager(), hold=True)
    assert (plan["state"], plan["held_until"][11:16]) == ("held", "09:30")

    with pytest.raises(SlotTaken):
        book(desk())
    last = NOW + timedelta(minutes=30) - timedelta(seconds=1)
    longer = act(manager(now=last), "extend_offers", plan)
    assert longer["held_until"][11:19] == "09:59:59"
    with pytest.raises(IllegalTransition):
        act(manager(now=last), "extend_offers", plan)
    over = NOW + HOUR
    assert manager(now=over).get_disruption(disruption_id=plan["id"])["state"] == "proposed"
    assert book(desk(now=over))["status"] == "confirmed"
    assert sound(store)


def test_a_held_place_is_taken_by_the_booking_it_was_held_for(desk, manager, database, store):
    hit = on(desk, "maintenance-1")
    plan = out(manager(), hold=True)

    done = act(manager(), "accept_offers", plan)

    assert (done["state"], done["bookings"][0]["state"]) == ("accepted", "moved")
    hold = database["bookings"].find_one({"_id": plan["bookings"][0]["hold_id"]})
    assert hold["hold"]["state"] == "used"
    assert hold["hold"]["booking_id"] == hit["id"]
    assert "ticks" not in hold
    assert sound(store)


def test_a_hold_that_has_expired_does_not_stand_in_its_own_way(desk, manager):
    hit = on(desk, "maintenance-1")
    plan = out(manager(), hold=True)

    done = act(manager(now=NOW + HOUR), "accept_offers", plan)

    assert done["bookings"][0]["state"] == "moved"
    assert lane_of(desk, hit) == "maintenance-2"


def test_another_offer_and_some_bookings_only(desk, manager):
    first, second = book(desk()), book(desk(now=NOW + MINUTE))
    plan = out(manager(now=NOW + HOUR), lanes=())

    done = act(
        manager(now=NOW + HOUR), "accept_offers", plan,
        bookings=[second["id"]], choices={second["id"]: 2},
    )  # fmt: skip

    assert [one["state"] for one in done["bookings"]] == ["open", "moved"]
    assert (
        desk().get(booking_id=second["id"])["start"]
        == (plan["bookings"][1]["proposals"][1]["start"])
    )
    assert desk().get(booking_id=first["id"])["revision"] == 1
    for bad in ({"bookings": ["b-none"]}, {"choices": {first["id"]: 99}}):
        with pytest.raises(Invalid):
            act(manager(now=NOW + HOUR), "accept_offers", plan, **bad)


def test_a_sister_store_gets_a_booking_of_its_own_linked_both_ways(desk, manager, told, store):
    hit = on(desk, "maintenance-1")  # features 28
    plan = out(manager())
    offers = plan["bookings"][0]["proposals"]
    rank = next(offer["rank"] for offer in offers if offer["kind"] == "store")

    done = act(manager(), "accept_offers", plan, choices={hit["id"]: rank})

    new_id = done["bookings"][0]["moved_to"]
    old, new = desk().get(booking_id=hit["id"]), desk().get(booking_id=new_id)
    assert (old["status"], old["moved_to"], old["penalty"]) == ("failed", new_id, None)
    assert (new["store_id"], new["moved_from"]) == ("s-4s-2", hit["id"])
    assert (new["start"], new["customer"]) == (hit["start"], hit["customer"])
    assert new["entitlements"]["priority"] == hit["entitlements"]["priority"]
    assert [event["type"] for event in told][-2:] == ["booking_failed", "booking_confirmed"]
    assert sound(store)


def test_a_partners_booking_stays_in_the_store_that_it_chose(desk, manager):
    book(desk(by=a_partner("p1")))

    plan = out(manager(), lanes=())

    assert {offer["kind"] for offer in plan["bookings"][0]["proposals"]} == {"time"}


def test_two_managers_who_accept_at_once_move_each_booking_once(desk, manager, told, store):
    hits = [book(desk()) for _ in range(2)]
    plan = out(manager(), lanes=(), hold=True)
    told.clear()
    ready, outcomes = Barrier(2), []

    def accept():
        ready.wait()
        try:
            outcomes.append(act(manager(), "accept_offers", plan)["state"])
        except Stale:
            outcomes.append("stale")

    threads = [Thread(target=accept) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert "accepted" in outcomes
    assert [desk().get(booking_id=hit["id"])["revision"] for hit in hits] == [2, 2]
    assert [event["type"] for event in told] == ["booking_changed"] * 2
    assert sound(store)


def test_what_a_crash_leaves_undone_is_done_later_and_nothing_twice(
    desk, manager, told, store, monkeypatch
):
    hits = [book(desk()) for _ in range(2)]
    plan = out(manager(), lanes=(), hold=True)
    told.clear()
    with monkeypatch.context() as crash:
        crash.setattr(store, "note_step", lambda *_: 1 / 0)  # killed after the first booking
        with pytest.raises(ZeroDivisionError):
            act(manager(), "accept_offers", plan)
    assert sorted(desk().get(booking_id=hit["id"])["revision"] for hit in hits) == [1, 2]

    again = desk(now=NOW + MINUTE).look_after(look(plan))
    desk(now=NOW + MINUTE).look_after(look(plan))

    assert again == NOW + 2 * MINUTE
    read = manager().get_disruption(disruption_id=plan["id"])
    assert [one["state"] for one in read["bookings"]] == ["moved", "moved"]
    assert [desk().get(booking_id=hit["id"])["revision"] for hit in hits] == [2, 2]
    assert [event["type"] for event in told] == ["booking_changed"] * 2
    entry = desk().history(booking_id=hits[1]["id"])["history"][-1]
    assert entry["actor"] == MANAGER


def test_a_sister_move_that_was_not_noted_is_not_made_twice(
    desk, manager, database, store, monkeypatch
):
    hit = on(desk, "maintenance-1")
    plan = out(manager(), first=TEN)
    rank = next(x["rank"] for x in plan["bookings"][0]["proposals"] if x["kind"] == "store")
    with monkeypatch.context() as crash:
        crash.setattr(store, "note_step", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            act(manager(), "accept_offers", plan, choices={hit["id"]: rank})

    desk(now=NOW + MINUTE).look_after(look(plan))

    [step] = manager().get_disruption(disruption_id=plan["id"])["bookings"]
    assert (step["state"], step["moved_to"]) == (
        "moved",
        desk().get(booking_id=hit["id"])["moved_to"],
    )
    assert database["bookings"].count_documents({"store_id": "s-4s-2"}) == 1


def test_one_that_went_its_own_way_is_left_alone(desk, manager):
    hit = on(desk, "maintenance-1")
    plan = out(manager())
    desk().reschedule(**move(hit["id"], start=TEN + 4 * HOUR, items=None))

    done = act(manager(), "accept_offers", plan)

    assert [(one["state"], one["code"]) for one in done["bookings"]] == [("lost", "stale_revision")]


def test_an_offer_that_somebody_else_took_is_lost_and_can_be_renewed(desk, manager):
    hit = on(desk, "maintenance-1")
    plan = out(manager())
    book(desk())  # takes the other lane

    done = act(manager(), "accept_offers", plan)
    assert [(one["state"], one["code"]) for one in done["bookings"]] == [("lost", "slot_taken")]

    fresh = act(manager(), "renew_disruption", plan)
    assert kinds(fresh["bookings"][0])[0] == ("time", "03-10T11:00")
    done = act(manager(), "accept_offers", plan)
    assert done["bookings"][0]["state"] == "moved"
    assert desk().get(booking_id=hit["id"])["start"][11:16] == "11:00"


def test_who_slipped_in_while_the_outage_got_around_is_found_within_a_minute(
    desk, manager, store, database
):
    plan = out(manager())
    late = config_of("s-4s")
    database["stores"].update_one({"_id": "s-4s"}, {"$set": {"outages": [], "config": late}})
    store.forget("s-4s")
    hit = on(desk, "maintenance-1")  # by a replica that did not know yet

    desk(now=NOW + MINUTE).look_after(look(plan))

    read = manager().get_disruption(disruption_id=plan["id"])
    assert [one["booking_id"] for one in read["bookings"]] == [hit["id"]]


def test_undoing_puts_back_whose_place_is_still_to_be_had(desk, manager, store):
    first, second = book(desk()), book(desk(now=NOW + MINUTE))
    lanes = {hit["id"]: lane_of(desk, hit) for hit in (first, second)}
    plan = out(manager(now=NOW + HOUR), lanes=())
    act(manager(now=NOW + HOUR), "accept_offers", plan)
    with pytest.raises(IllegalTransition):
        act(manager(now=NOW + HOUR), "undo_disruption", plan)
    act(manager(now=NOW + HOUR), "lift_disruption", plan)
    on(desk, lanes[second["id"]])  # somebody took the second one's place meanwhile

    done = act(manager(now=NOW + HOUR), "undo_disruption", plan)

    assert [(one["state"], one["code"]) for one in done["bookings"]] == [
        ("restored", None), ("kept", "slot_taken"),
    ]  # fmt: skip
    back = desk().get(booking_id=first["id"])
    assert (back["start"], lane_of(desk, first)) == (first["start"], lanes[first["id"]])
    assert "disruption" not in back["flags"]
    assert back["entitlements"] == first["entitlements"]
    assert sound(store)


def test_undoing_brings_a_booking_back_from_the_sister_store(desk, manager, told, store):
    hit = on(desk, "maintenance-1")
    plan = out(manager())
    rank = next(x["rank"] for x in plan["bookings"][0]["proposals"] if x["kind"] == "store")
    done = act(manager(), "accept_offers", plan, choices={hit["id"]: rank})
    act(manager(), "lift_disruption", plan)

    undone = act(manager(), "undo_disruption", plan)

    assert [one["state"] for one in undone["bookings"]] == ["restored"]
    back = desk().get(booking_id=hit["id"])
    assert (back["status"], back["moved_to"], back["start"]) == ("confirmed", None, hit["start"])
    assert desk().get(booking_id=done["bookings"][0]["moved_to"])["status"] == "failed"
    assert [event["type"] for event in told][-2:] == ["booking_failed", "booking_changed"]
    assert sound(store)


def test_who_went_their_own_way_or_whose_time_has_come_is_kept(desk, manager):
    hit = on(desk, "maintenance-1")
    plan = out(manager())
    act(manager(), "accept_offers", plan)
    act(manager(), "lift_disruption", plan)

    gone = act(manager(now=TEN), "undo_disruption", plan)

    assert [(one["state"], one["code"]) for one in gone["bookings"]] == [("kept", "lead_time")]
    assert lane_of(desk, hit) == "maintenance-2"


def test_a_repeated_request_is_the_same_plan(desk, manager, database):
    on(desk, "maintenance-1")
    first = manager().plan_disruption(**request(idempotency_key="k-1"))
    again = manager(now=NOW + HOUR).plan_disruption(**request(idempotency_key="k-1"))

    assert (first["replayed"], again["replayed"]) == (False, True)
    assert again["disruption"]["id"] == first["disruption"]["id"]
    assert len(database["stores"].find_one({"_id": "s-4s"})["outages"]) == 1
    with pytest.raises(IdempotencyKeyReused):
        manager().plan_disruption(**request(idempotency_key="k-1", reason="other"))


def request(**but):
    return {
        "store_id": "s-4s", "what": "lane", "lanes": ["maintenance-1"], "from_": TEN,
        "to": TEN + HOUR, "reason": "检修", "hold": False, "dry_run": False,
        "idempotency_key": None, **but,
    }  # fmt: skip


def test_a_request_that_a_crash_cut_off_is_finished_by_its_repeat(
    desk, manager, store, monkeypatch
):
    hit = on(desk, "maintenance-1")
    with monkeypatch.context() as crash:
        crash.setattr(store, "change_plan", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            manager().plan_disruption(**request(idempotency_key="k-1"))

    plan = manager().plan_disruption(**request(idempotency_key="k-1"))["disruption"]

    assert [one["booking_id"] for one in plan["bookings"]] == [hit["id"]]


@pytest.mark.parametrize(
    ("but", "field"),
    [
        ({"lanes": ["bay-9"]}, "lanes"),
        ({"lanes": []}, "lanes"),
        ({"what": "person"}, "lanes"),
        ({"what": "store"}, "lanes"),
        ({"to": TEN}, "to"),
        ({"from_": NOW - 2 * HOUR, "to": NOW}, "to"),
        ({"to": TEN + timedelta(days=31, seconds=1)}, "to"),
    ],
)
def test_an_outage_must_make_sense(manager, but, field):
    with pytest.raises(Invalid) as refusal:
        manager().plan_disruption(**request(**but))

    assert list(refusal.value.details["fields"]) == [field]


def test_a_plan_is_seen_in_its_own_store(desk, manager):
    plan = out(manager())
    stranger = manager(stores=frozenset({"s-beau"}))

    with pytest.raises(NotFound):
        stranger.get_disruption(disruption_id=plan["id"])
    with pytest.raises(NotFound):
        stranger.list_disruptions(store_id="s-4s", state=None, limit=10)
    [listed] = manager().list_disruptions(store_id="s-4s", state=None, limit=10)["disruptions"]
    assert listed["id"] == plan["id"]
    assert manager().list_disruptions(store_id="s-4s", state="held", limit=10) == {
        "disruptions": []
    }


def test_a_new_version_of_the_store_file_leaves_outages_alone(desk, manager, store):
    out(manager())

    store.save_store("s-4s", config_of("s-4s", phone="+862155550199"))
    store.forget("s-4s")

    assert store.store("s-4s").lanes[0].absences


def test_outages_and_new_versions_of_a_store_file_do_not_overwrite_each_other(
    manager, store, database
):
    def load():
        for number in range(8):
            store.save_store("s-4s", config_of("s-4s", phone=f"+8621555501{number:02}"))

    def disrupt():
        for number in range(8):
            first = TEN + number * HOUR
            out(manager(), first=first, end=first + HOUR)

    threads = [Thread(target=load), Thread(target=disrupt)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    kept = database["stores"].find_one({"_id": "s-4s"})
    assert kept["version"] == 1 + 8 + 8
    assert len(kept["outages"]) == 8
    assert kept["config"]["phone"] == "+862155550107"


def test_outages_long_over_are_forgotten_with_the_next_one(manager, database):
    later = timedelta(days=402)
    out(manager())

    out(manager(now=NOW + later), first=TEN + later, end=TEN + later + HOUR)

    [outage] = database["stores"].find_one({"_id": "s-4s"})["outages"]
    assert outage["from"] == TEN + later


def test_somebody_sick_in_a_salon_keeps_the_room_and_the_grade(desk, manager, store):
    config = config_of("s-beau", lanes={"beautician-c": {
        "pool": "beauticians", "kind": "staff", "grade": "A", "name": {"zh": "克", "en": "Cleo"},
    }})  # fmt: skip
    store.save_store("s-beau", config)
    hit = book(desk(), store_id="s-beau", items=["facial"], staff="beautician-a")
    room = hit["items"][0]["resources"][1]["id"]

    plan = out(manager(), store_id="s-beau", what="person", lanes=["beautician-a"], hold=True)
    offers = plan["bookings"][0]["proposals"]

    # Who asked for her by name rather has her later that day.
    assert [(one["kind"], one["lanes"]) for one in offers][:3] == [
        ("time", ["beautician-a", room]),
        ("time", ["beautician-a", "room-1" if room == "room-2" else "room-2"]),
        ("person", ["beautician-c", room]),
    ]
    done = act(manager(), "accept_offers", plan, choices={hit["id"]: 3})
    assert done["bookings"][0]["state"] == "moved"
    after = desk().get(booking_id=hit["id"])
    assert (after["start"], after["staff"]) == (hit["start"], "beautician-a")
    assert sound(store)


def test_how_much_of_their_time_lanes_are_taken(desk, manager):  # RS-27
    on(desk, "maintenance-1")
    desk().hold(**wish())  # is no booking yet
    out(manager(), lanes=["maintenance-2"], first=TEN - 2 * HOUR, end=TEN + 3 * HOUR)
    may = frozenset({"reports:read"})

    told = desk(by=an_actor(may=may)).utilisation(
        store_id="s-4s", from_day=TEN.date(), to_day=TEN.date()
    )

    assert [
        (one["id"], one["on_duty_minutes"], one["claimed_minutes"], one["share"])
        for one in told["lanes"]
    ] == [("maintenance-1", 600, 60, 0.1), ("maintenance-2", 300, 0, 0.0)]
