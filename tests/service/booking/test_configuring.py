"""Configurations changed on a real database: tried out, saved, put off, restored."""

import threading
from contextlib import suppress
from datetime import timedelta
from itertools import count

import pytest
import yaml

from common.bus.due import Work
from common.contracts.booking import SlotTaken
from common.errors import Invalid, NotFound, Stale
from services.booking.configuring import Configuring
from services.booking.domain.terms import Terms
from services.booking.packs.layers import Change
from services.booking.store import BookingStore
from tests.service.booking.asking import NOW, TEN, book
from tests.worlds import CHAIN, EVERYTHING, an_actor, local

HEAD = an_actor(id="head", role="head_office", may=EVERYTHING | {"chain:write"})
MANAGER = an_actor(id="mgr", role="manager", stores=frozenset({"s-4s"}))
TERMS = {
    "reason": "", "dry_run": False, "accept_affected": False, "effective_at": None,
    "if_version": None,
}  # fmt: skip
SHORT = {"hours": {"daily": ["11:00-18:00"]}, "starts": ["11:00", "14:00"]}


def own_of(store_id):
    return yaml.safe_load((CHAIN / f"{store_id}.yaml").read_text())


@pytest.fixture(autouse=True)
def loaded(store):
    """The demo stores as their files have them, each at the version that it is loaded at."""
    configuring = Configuring(store, NOW, HEAD)
    return {id_: configuring.load(id_, own_of(id_)) for id_ in ("s-4s", "s-4s-2", "s-beau")}


def change(desk, store_id="s-4s", by=MANAGER, now=NOW, put=None, without=(), **more):
    patch = {"set": more.pop("set", {}), "put": put or {}, "without": list(without)}
    return desk(by=by, now=now).change_config(store_id=store_id, **patch, **{**TERMS, **more})


def chain(desk, without=(), **more):
    told = {**TERMS, "set": more.pop("set", {}), "without": list(without), **more}
    return desk(by=HEAD).change_chain(**told)


def value(desk, path, store_id="s-4s"):
    values = desk(by=HEAD).config(store_id=store_id)["values"]
    return next((leaf for leaf in values if leaf["path"] == path), None)


def starts(desk, day="2026-03-10", store_id="s-4s", now=NOW, item="maintenance-a"):
    service = desk(by=HEAD, now=now)
    service.store.forget(store_id)
    found = service.search(
        store_ids=[store_id], city=None, items=[item], from_=local(f"{day} 00:00"),
        to=local(f"{day} 00:00") + timedelta(days=1), channel=None, staff=None, limit=50,
        order="soonest",
    )  # fmt: skip
    return [slot["start"][11:16] for slot in found["slots"]]


def faults(refused):
    return refused.value.details["fields"]


def test_a_value_says_where_it_comes_from_and_what_it_replaced(desk):  # B 24
    change(desk, set={"policy": {"lead_minutes": 60}})

    own, inherited = (value(desk, f"policy.{name}") for name in ("lead_minutes", "horizon_days"))

    assert (own["from"], own["value"], own["pack_value"]) == ("store", 60, 0)
    assert (inherited["from"], inherited["value"]) == ("pack", 90)
    assert value(desk, "policy.change_notice_minutes")["requirement"] == "CX-01"


def test_the_chain_comes_between_the_trade_and_the_store(desk):
    chain(desk, set={"trades": {"4s": {"policy": {"priority_minutes": 300}}}})
    change(desk, by=HEAD, set={"policy": {"priority_minutes": 120}})

    here, there = (value(desk, "policy.priority_minutes", id_) for id_ in ("s-4s", "s-4s-2"))

    assert (here["from"], here["value"], here["chain_value"], here["pack_value"]) == (
        "store", 120, 300, 240,
    )  # fmt: skip
    assert (there["from"], there["value"], there["pack_value"]) == ("chain", 300, 240)
    assert value(desk, "policy.priority_minutes", "s-beau") is None


def test_only_what_differs_from_the_chain_is_shown_on_request(desk):
    change(desk, set={"policy": {"lead_minutes": 60, "horizon_days": 90}})

    differs = desk(by=MANAGER).config(store_id="s-4s", differs=True)["values"]

    assert [leaf["path"] for leaf in differs] == ["policy.gift.launch", "policy.lead_minutes"]


def test_null_returns_a_value_to_what_is_inherited(desk):
    change(desk, set={"policy": {"lead_minutes": 60}})

    outcome = change(desk, set={"policy": {"lead_minutes": None}})

    [changed] = outcome["changes"]
    assert changed == {"path": "policy.lead_minutes", "before": 60, "after": 0}
    assert value(desk, "policy.lead_minutes")["from"] == "pack"


def test_what_the_trade_brings_can_be_taken_away(desk):
    change(desk, without=["items.diagnosis"])

    assert set(desk(by=MANAGER).config_nouns(store_id="s-4s", part="items")["found"]) == {
        "maintenance-a"
    }
    with pytest.raises(Invalid):
        change(desk, without=["items.diagnosis"])


def test_a_dry_run_says_all_and_changes_nothing(desk, store, database):
    booking = book(desk())

    told = change(desk, set=SHORT, dry_run=True)

    assert (told["saved"], told["version"]) == (False, 2)
    assert {one["path"] for one in told["changes"]} == {"hours.daily", "starts"}
    [affected] = told["affected"]["bookings"]
    assert affected == {
        "store_id": "s-4s",
        "booking_id": booking["id"],
        "number": booking["number"],
        "start": "2026-03-10T10:00:00+08:00",
        "reasons": ["outside_hours"],
    }
    assert store.kept("s-4s").version == 2
    assert "08:30" in starts(desk)


def test_a_dry_run_tells_every_fault_at_once(desk):
    told = change(
        desk,
        set={
            "policy": {"lead_minutes": -5, "bogus": 1},
            "lanes": {"maintenance-1": {"pool": 7}},
            "channels": ["pigeon"],
        },
        dry_run=True,
    )

    assert told["faults"].keys() == {
        "policy.lead_minutes", "policy.bogus", "lanes.maintenance-1.pool", "channels.0",
    }  # fmt: skip
    assert told["faults"]["policy.lead_minutes"] == ["must be 0 or more"]


def test_who_would_be_stranded_must_be_taken_on_with_a_reason(desk, store):
    book(desk())
    with pytest.raises(Invalid) as refused:
        change(desk, set=SHORT)
    with pytest.raises(Invalid) as without_reason:
        change(desk, set=SHORT, accept_affected=True)

    saved = change(desk, set=SHORT, accept_affected=True, reason="works in the street")

    assert refused.value.details["affected"]["count"] == 1
    assert faults(without_reason) == {"reason": ["must be given"]}
    assert (saved["saved"], saved["version"], store.kept("s-4s").version) == (True, 3, 3)
    assert starts(desk) == ["11:00", "14:00"]


def test_one_who_was_stranded_before_does_not_stand_in_the_way_again(desk):
    book(desk())
    change(desk, set=SHORT, accept_affected=True, reason="works in the street")

    again = change(desk, set={"hours": {"daily": ["11:00-17:00"]}})

    assert (again["saved"], again["affected"]["count"]) == (True, 0)


@pytest.mark.parametrize(
    ("set_", "without", "reason"),
    [
        ({}, ["lanes.maintenance-1", "lanes.maintenance-2"], "lane_gone"),
        ({"items": {"maintenance-a": None}}, ["items.maintenance-a"], "item_gone"),
        (
            {"lanes": {id_: {"roster": {"daily": ["11:00-18:00"]}}
                       for id_ in ("maintenance-1", "maintenance-2")}},
            [],
            "lane_off",
        ),
    ],
)  # fmt: skip
def test_whoever_lost_their_lane_or_item_is_found(desk, set_, without, reason):
    book(desk())

    told = change(desk, set=set_, without=without, dry_run=True)

    assert told["faults"] == {}
    assert told["affected"]["bookings"][0]["reasons"] == [reason]


def test_of_two_who_read_the_same_version_one_wins(desk, store):
    read = store.kept("s-4s").version

    change(desk, set={"policy": {"lead_minutes": 60}}, if_version=read)
    with pytest.raises(Stale) as refused:
        change(desk, set={"policy": {"lead_minutes": 90}}, if_version=read)

    assert refused.value.details["revision"] == read + 1


def test_of_many_who_save_at_once_each_version_is_somebodys(desk, store):
    outcomes, together = [], threading.Barrier(6)

    def save(minutes):
        together.wait()
        try:
            outcomes.append(change(desk, set={"policy": {"lead_minutes": minutes}})["version"])
        except Stale:
            outcomes.append(None)

    callers = [threading.Thread(target=save, args=(minutes,)) for minutes in range(5, 35, 5)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()

    won = sorted(version for version in outcomes if version)
    assert won == list(range(3, 3 + len(won)))
    assert won
    assert store.kept("s-4s").version == won[-1]
    assert len(store.versions("s-4s", 50)) == won[-1]


def test_a_store_and_the_chain_changed_at_once_leave_no_stale_mixture(desk, store):
    together = threading.Barrier(2)

    def of_store():
        together.wait()
        for minutes in range(5, 55, 5):
            with suppress(Stale):
                change(desk, set={"policy": {"lead_minutes": minutes}})

    def of_chain():
        together.wait()
        won = 0
        for days in count(10):
            with suppress(Stale):
                chain(desk, set={"policy": {"horizon_days": days}})
                won += 1
            if won and days >= 19:
                return

    callers = [threading.Thread(target=one) for one in (of_store, of_chain)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()

    said = store.chain().own["policy"]["horizon_days"]
    assert {kept.config["policy"]["horizon_days"] for kept in store.all_kept()} == {said}


def test_a_chain_value_reaches_every_store_that_has_none_of_its_own(desk, store):
    change(desk, set={"policy": {"horizon_days": 30}})

    told = chain(desk, set={"policy": {"horizon_days": 45}})

    assert told["saved"]
    horizons = {kept.id: kept.config["policy"]["horizon_days"] for kept in store.all_kept()}
    assert horizons == {"s-4s": 30, "s-4s-2": 45, "s-beau": 45}
    assert [leaf["path"] for leaf in desk(by=HEAD).chain_config()["values"]] == [
        "policy.horizon_days"
    ]


def test_whom_the_chain_would_strand_is_found_in_every_store(desk):
    bookings = [book(desk(), store_id=id_) for id_ in ("s-4s", "s-4s-2")]
    closed = {"dates": {"2026-03-10": {"hours": []}}}

    told = chain(desk, set=closed, dry_run=True)["affected"]
    with pytest.raises(Invalid) as refused:
        chain(desk, set=closed)

    assert {one["booking_id"] for one in told["bookings"]} == {one["id"] for one in bookings}
    assert {one["store_id"] for one in told["bookings"]} == {"s-4s", "s-4s-2"}
    assert faults(refused).keys() == {"accept_affected"}
    assert chain(desk, set=closed, accept_affected=True, reason="typhoon")["saved"]


def test_what_the_chain_says_must_make_sense_in_every_store(desk, store):
    with pytest.raises(Invalid) as refused:
        chain(desk, set={"policy": {"gift": {"launch_months": 3}}, "city": "Suzhou"})
    with pytest.raises(Invalid) as in_a_store:
        chain(desk, set={"policy": {"gift": {"launch_months": 3}}})

    assert faults(refused) == {"city": ["says something of one store"]}
    assert faults(in_a_store) == {"stores.s-beau.policy.gift.streak": ["is missing"]}
    assert store.chain().version == 0


def test_a_manager_leaves_to_head_office_what_is_the_chains(desk):
    with pytest.raises(Invalid) as refused:
        change(desk, set={"policy": {"priority_minutes": 60}})

    assert faults(refused) == {"policy.priority_minutes": ["is set by the chain"]}
    assert change(desk, by=HEAD, set={"policy": {"priority_minutes": 60}})["saved"]


def test_another_store_is_not_there(desk):
    with pytest.raises(NotFound):
        change(desk, store_id="s-beau", set={"policy": {"lead_minutes": 5}})
    with pytest.raises(NotFound):
        desk(by=MANAGER).config(store_id="s-beau")


def test_the_chain_is_no_store(desk):
    for ask in (
        lambda: change(desk, store_id="*", by=HEAD, set={"policy": {"horizon_days": 45}}),
        lambda: desk(by=HEAD).config(store_id="*"),
        lambda: desk(by=HEAD).versions(store_id="*", limit=50),
        lambda: desk(by=HEAD).restore(store_id="*", version_id="1", **TERMS),
    ):
        with pytest.raises(NotFound):
            ask()


def test_what_the_chain_said_can_be_restored_and_put_off(desk, store, database):
    chain(desk, set={"policy": {"horizon_days": 45}}, reason="spring")
    chain(desk, set={"policy": {"horizon_days": 60}})
    later = chain(desk, set={"policy": {"horizon_days": 75}}, effective_at=TEN)
    gone = chain(desk, set={"policy": {"horizon_days": 15}}, effective_at=TEN)

    listed = desk(by=HEAD).chain_versions(limit=50)["versions"]
    desk(by=HEAD).withdraw_chain(version_id=gone["waiting"])
    undone = desk(by=HEAD).restore_chain(version_id="1", **TERMS)
    before = store.kept("s-4s").config["policy"]["horizon_days"]
    for piece in database["due"].find({"kind": "configure"}):
        desk(by=HEAD, now=TEN).carry_out_change(work_of(piece, TEN))

    assert [one["state"] for one in listed] == ["pending", "pending", "applied", "applied"]
    assert desk(by=HEAD).chain_version(version_id="1")["reason"] == "spring"
    assert (undone["version"], before) == (3, 45)
    assert store.kept("s-4s").config["policy"]["horizon_days"] == 75
    assert desk(by=HEAD).chain_version(version_id=later["waiting"])["state"] == "applied"


def test_a_store_from_before_there_were_layers_can_be_changed_and_restored(desk, store, database):
    database["stores"].update_one({"_id": "s-4s"}, {"$unset": {"own": "", "file": ""}})
    database["versions"].delete_many({"subject": "s-4s"})

    assert value(desk, "policy.horizon_days")["from"] == "store"
    change(desk, set={"policy": {"lead_minutes": 60}})
    undone = desk(by=HEAD).restore(store_id="s-4s", version_id="2", **TERMS)

    assert undone["changes"] == [{"path": "policy.lead_minutes", "before": 60, "after": 0}]
    Configuring(store, NOW, HEAD).load("s-4s", own_of("s-4s"))
    assert value(desk, "policy.horizon_days")["from"] == "pack"


def test_every_version_says_who_when_and_why_and_can_be_restored(desk, store):
    change(desk, set={"policy": {"lead_minutes": 60}}, reason="too few hands")
    change(desk, set={"policy": {"lead_minutes": 90}})

    undone = desk(by=MANAGER).restore(store_id="s-4s", version_id="3", **TERMS)
    versions = desk(by=MANAGER).versions(store_id="s-4s", limit=50)["versions"]

    assert (undone["version"], value(desk, "policy.lead_minutes")["value"]) == (5, 60)
    assert [one["version"] for one in versions] == [5, 4, 3, 2, 1]
    third = desk(by=MANAGER).version(store_id="s-4s", version_id="3")
    assert (third["by"]["id"], third["reason"], third["at"]) == (
        "mgr", "too few hands", "2026-03-09T01:00:00+00:00",
    )  # fmt: skip
    assert third["own"]["policy"]["lead_minutes"] == 60
    with pytest.raises(NotFound):
        desk(by=MANAGER).restore(store_id="s-4s", version_id="9", **TERMS)


def test_whoever_still_sees_the_old_lanes_sells_no_place_twice(desk, store, database, monkeypatch):
    monkeypatch.setattr("services.booking.store.configs.FRESH_SECONDS", 60.0)
    assert "10:00" in starts(desk)
    elsewhere = Configuring(BookingStore(database), NOW, HEAD)
    elsewhere.change("s-4s", Change(without=("lanes.maintenance-2",)), Terms())

    first, second = book(desk()), book(desk())
    with pytest.raises(SlotTaken):
        book(desk())
    store.forget("s-4s")

    lanes = {one["items"][0]["resources"][0]["id"] for one in (first, second)}
    assert lanes == {"maintenance-1", "maintenance-2"}
    assert [finding for findings in store.findings() for finding in findings] == []
    book(desk(), start=local("2026-03-11 10:00"))
    with pytest.raises(SlotTaken):
        book(desk(), start=local("2026-03-11 10:00"))


def test_old_bookings_keep_the_policy_they_were_made_under(desk, store):
    booking = book(desk())
    change(desk, set={"policy": {"cancel_notice_minutes": 24 * 60}})
    store.forget("s-4s")

    assert desk().get(booking["id"])["policy_version"] == 1
    assert book(desk(), start=local("2026-03-12 10:00"))["policy_version"] == 2


def work_of(piece, now):
    return Work(piece["_id"], piece["kind"], now, piece["subject"], 1, 1)


def a_waiting_change(desk, database):
    told = change(
        desk, set=SHORT, effective_at=local("2026-04-01 00:00"), reason="spring timetable"
    )
    [piece] = database["due"].find({"kind": "configure"})
    return told["waiting"], piece


def test_a_change_waits_for_its_date_and_is_made_once(desk, store, database):
    waiting, piece = a_waiting_change(desk, database)
    listed = desk(by=MANAGER).versions(store_id="s-4s", limit=50)["versions"][0]

    assert piece["at"] == local("2026-04-01 00:00")
    assert (listed["id"], listed["state"], listed["version"]) == (waiting, "pending", None)
    assert listed["effective_at"] == "2026-03-31T16:00:00+00:00"
    assert store.kept("s-4s").version == 2

    then = local("2026-04-01 00:00")
    for _ in range(2):
        assert desk(by=HEAD, now=then).carry_out_change(work_of(piece, then)) is None

    assert store.kept("s-4s").version == 3
    assert starts(desk, "2026-04-02", now=then) == ["11:00", "14:00"]
    third = desk(by=MANAGER).version(store_id="s-4s", version_id="3")
    assert (third["by"]["id"], third["reason"]) == ("mgr", "spring timetable")
    done = desk(by=MANAGER).version(store_id="s-4s", version_id=waiting)
    assert (done["state"], done["version"]) == ("applied", 3)


def test_two_replicas_that_carry_out_one_change_make_one_version(desk, store, database):
    _, piece = a_waiting_change(desk, database)
    then, together = local("2026-04-01 00:00"), threading.Barrier(4)

    def carry_out():
        together.wait()
        with suppress(Stale):
            desk(by=HEAD, now=then).carry_out_change(work_of(piece, then))

    replicas = [threading.Thread(target=carry_out) for _ in range(4)]
    for replica in replicas:
        replica.start()
    for replica in replicas:
        replica.join()

    assert store.kept("s-4s").version == 3


def test_a_change_that_was_withdrawn_is_never_made(desk, store, database):
    waiting, piece = a_waiting_change(desk, database)

    gone = desk(by=MANAGER).withdraw(store_id="s-4s", version_id=waiting)
    desk(by=HEAD).carry_out_change(work_of(piece, NOW))

    assert gone["state"] == "withdrawn"
    assert store.kept("s-4s").version == 2
    assert desk(by=MANAGER).versions(store_id="s-4s", limit=50)["versions"][0]["version"] == 2
    with pytest.raises(Stale):
        desk(by=MANAGER).withdraw(store_id="s-4s", version_id=waiting)


def test_what_was_changed_meanwhile_stays_when_a_waiting_change_is_made(desk, database):
    _, piece = a_waiting_change(desk, database)
    change(desk, set={"policy": {"lead_minutes": 60}})

    desk(by=HEAD).carry_out_change(work_of(piece, NOW))

    assert value(desk, "policy.lead_minutes")["value"] == 60
    assert value(desk, "hours.daily")["value"] == ["11:00-18:00"]


def test_a_waiting_change_that_makes_no_sense_any_more_says_so(desk, store, database):
    told = change(
        desk, put={"items.wash": {"name": {"zh": "洗车", "en": "Wash"}, "minutes": 30, "labour": 1,
                                  "parts": 0, "pools": ["bays"]},
                   "pools.bays": {"after_minutes": 0}},
        effective_at=local("2026-04-01 00:00"),
    )  # fmt: skip
    [piece] = database["due"].find({"kind": "configure"})
    database["versions"].update_one(
        {"_id": f"s-4s|{told['waiting']}"}, {"$pull": {"change.put": {"path": "pools.bays"}}}
    )

    desk(by=HEAD).carry_out_change(work_of(piece, NOW))

    failed = desk(by=MANAGER).version(store_id="s-4s", version_id=told["waiting"])
    assert (failed["state"], store.kept("s-4s").version) == ("failed", 2)
    assert failed["faults"] == {"items.wash.pools.0": ['there is no pool "bays"']}


def test_a_waiting_change_whose_object_is_gone_says_so_and_can_be_withdrawn(desk, database):
    later = local("2026-04-01 00:00")
    told = change(desk, without=["items.diagnosis"], effective_at=later)
    change(desk, without=["items.diagnosis"])
    [piece] = database["due"].find({"kind": "configure"})

    desk(by=HEAD).carry_out_change(work_of(piece, NOW))
    failed = desk(by=MANAGER).versions(store_id="s-4s", limit=50)["versions"][0]
    desk(by=MANAGER).withdraw(store_id="s-4s", version_id=told["waiting"])

    assert (failed["id"], failed["state"]) == (told["waiting"], "failed")
    assert failed["faults"] == {"items.diagnosis": ["is not there"]}
    assert desk(by=MANAGER).versions(store_id="s-4s", limit=50)["versions"][0]["version"] == 3


def test_a_waiting_change_that_somebody_made_by_hand_is_done(desk, store, database):
    told = change(desk, set={"policy": {"lead_minutes": 60}}, effective_at=TEN)
    change(desk, set={"policy": {"lead_minutes": 60}})
    [piece] = database["due"].find({"kind": "configure"})

    desk(by=HEAD, now=TEN).carry_out_change(work_of(piece, TEN))

    done = desk(by=MANAGER).version(store_id="s-4s", version_id=told["waiting"])
    assert (done["state"], done["version"], store.kept("s-4s").version) == ("applied", 3, 3)


def test_a_dry_run_says_what_is_not_there_to_be_taken_away(desk):
    told = change(desk, without=["items.moon"], dry_run=True)

    assert told["faults"] == {"items.moon": ["is not there"]}


def test_a_change_for_later_counts_who_is_booked_from_then_on(desk):
    book(desk())

    told = change(desk, set=SHORT, effective_at=TEN + timedelta(hours=1), dry_run=True)

    assert told["affected"]["count"] == 0


def test_a_store_whose_recipients_are_named_is_looked_after_at_once(desk, store, database):  # BK-15
    to = {"next_day_list_to": {"roles": ["workshop_supervisor"]}}
    change(desk, store_id="s-beau", by=HEAD, set=to)

    planned = {one["_id"]: one["at"] for one in database["due"].find({}, {"at": 1})}
    assert planned["list:s-beau"] == planned["watch:s-beau"] == NOW
