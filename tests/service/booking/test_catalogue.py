"""Items, lanes, absences, dates, new stores and whole files, on a real database."""

import json
import threading

import pytest
import yaml

from common.errors import Invalid, NotFound, Stale
from services.booking.configuring import Configuring
from services.booking.packs.keys import KEYS
from tests.service.booking.asking import NOW, TEN, asked, book
from tests.service.booking.test_configuring import (
    HEAD,
    MANAGER,
    TERMS,
    change,
    faults,
    own_of,
    starts,
)
from tests.worlds import an_actor

BODY_BY_A = {"items": {"body": {"grades": {"beauticians": ["A"]}}}}


@pytest.fixture(autouse=True)
def loaded(store):
    configuring = Configuring(store, NOW, HEAD)
    for id_ in ("s-4s", "s-4s-2", "s-beau"):
        configuring.load(id_, own_of(id_))


def found(desk, part, code=None, store_id="s-4s"):
    return desk(by=HEAD).config_nouns(store_id=store_id, part=part, code=code)["found"]


def take_over(desk, text, format="csv", part="items", store_id="s-4s", **terms):
    told = {"format": format, "part": part, "text": text, **TERMS, **terms}
    return desk(by=HEAD).import_config(store_id=store_id, **told)


def export(desk, format="csv", part="items", store_id="s-4s"):
    return desk(by=HEAD).export_config(store_id=store_id, format=format, part=part)["text"]


def test_an_item_comes_with_what_it_inherits_and_is_offered_at_once(desk):
    change(desk, put={"items.diagnosis": {"minutes": 45}})

    assert found(desk, "items", "diagnosis")["diagnosis"]["labour"] == 20000
    assert found(desk, "items", "diagnosis")["diagnosis"]["minutes"] == 45
    with pytest.raises(NotFound):
        found(desk, "items", "moon")


def test_a_third_bay_takes_a_third_car(desk, store):  # SL-02
    book(desk()), book(desk())
    assert "10:00" not in starts(desk)

    bay = {"pool": "maintenance", "kind": "bay", "name": {"zh": "三号", "en": "Bay 3"}}
    change(desk, put={"lanes.maintenance-3": bay})

    assert "10:00" in starts(desk)
    assert book(desk())["items"][0]["resources"][0]["id"] == "maintenance-3"


def test_an_absence_is_noted_by_its_beginning_and_taken_back(desk):  # SL-14
    away = {"from_": "2026-03-10T09:00", "to": "2026-03-10T12:00"}
    for lane in ("maintenance-1", "maintenance-2"):
        desk(by=MANAGER).add_absence(store_id="s-4s", lane=lane, why="repair", **away, **TERMS)
    assert "10:00" not in starts(desk)

    back = desk(by=MANAGER).drop_absence(
        store_id="s-4s", lane="maintenance-2", from_="2026-03-10T09:00", **TERMS
    )

    assert back["saved"]
    assert "10:00" in starts(desk)
    with pytest.raises(NotFound):
        desk(by=MANAGER).drop_absence(
            store_id="s-4s", lane="maintenance-2", from_="2026-03-10T09:00", **TERMS
        )
    with pytest.raises(NotFound):
        desk(by=MANAGER).add_absence(store_id="s-4s", lane="ghost", why="", **away, **TERMS)


def test_an_absence_that_makes_no_sense_is_told(desk):
    with pytest.raises(Invalid) as refused:
        desk(by=MANAGER).add_absence(
            store_id="s-4s", lane="maintenance-1", from_="2026-03-10T09:00", to="soon", why="",
            **TERMS,
        )  # fmt: skip

    assert faults(refused).keys() == {"lanes.maintenance-1.absences.0.to"}


def test_a_date_of_the_stores_own_closes_it(desk):  # SL-03
    change(desk, put={"dates.2026-03-10": {"hours": []}})

    assert starts(desk) == []
    change(desk, without=["dates.2026-03-10"])
    assert "10:00" in starts(desk)


def test_a_grade_is_shown_when_somebody_is_assigned(desk):  # RS-08
    change(desk, store_id="s-beau", by=HEAD, set=BODY_BY_A)
    desk().store.forget("s-beau")

    booking = book(desk(), store_id="s-beau", items=["body"])
    [person] = [one for one in booking["items"][0]["resources"] if one["kind"] == "staff"]

    assert (person["id"], person["grade"]) == ("beautician-a", "A")


def test_what_an_item_asks_the_customer_to_prepare_is_on_the_booking(desk):  # BK-28
    notes = {"zh": "请空腹", "en": "On an empty stomach"}
    change(desk, set={"items": {"diagnosis": {"notes": notes}}})
    desk().store.forget("s-4s")

    assert book(desk(), items=["diagnosis"])["items"][0]["notes"] == notes


@pytest.mark.parametrize("model", ["C 260", "桑塔纳 1995", "Cybertruck", None])
def test_no_car_is_turned_away_for_its_model(desk, model):  # CH-18
    subject = {"kind": "car", "model": model} if model else None

    assert book(desk(), subject=subject)["status"] == "confirmed"
    assert "models" not in {key.path for key in KEYS}


@pytest.mark.parametrize("role", ["booking_agent", "bdc", "reception", "cr_clerk", "advisor"])
def test_who_registers_a_booking_is_a_matter_of_one_permission(desk, role):  # CON-2
    by = an_actor(id="x", role=role, may=frozenset({"bookings:write"}))

    assert desk(by=by).create(**asked())["booking"]["created_by"]["role"] == role


def new_store(desk, store_id="s-new", by=HEAD, but=None, **terms):
    own = {**own_of("s-4s"), **(but or {})}
    return desk(by=by).put_store(store_id=store_id, own=own, **{**TERMS, **terms})


def test_a_store_is_set_up_watched_and_booked_at_once(desk, store, database):  # CH-01
    made = new_store(desk)

    assert (made["saved"], made["version"]) == (True, 1)
    assert store.kept("s-new").own["booking_phone_owner"] == "李静"
    assert desk().get_store(store_id="s-new")["booking_phone"] == "+862155550101"
    assert "s-new" in {one["id"] for one in desk().list_stores()["stores"]}
    assert book(desk(), store_id="s-new")["status"] == "confirmed"
    watched = database["due"].find_one({"_id": "watch:s-new"})
    assert watched["subject"] == {"store_id": "s-new"}


def test_a_store_must_say_who_answers_its_booking_number(desk):  # CH-01
    own = own_of("s-4s")
    del own["booking_phone_owner"]
    with pytest.raises(Invalid) as refused:
        desk(by=HEAD).put_store(store_id="s-new", own=own, **TERMS)

    assert faults(refused) == {"booking_phone_owner": ["is missing"]}
    with pytest.raises(NotFound):
        desk(by=HEAD).get_store(store_id="s-new")


def test_a_store_has_a_booking_number_of_its_own_if_it_says_so(desk):  # CH-01
    change(desk, by=HEAD, set={"booking_phone": "+862155559999"})
    desk().store.forget("s-4s")

    assert desk().get_store(store_id="s-4s")["booking_phone"] == "+862155559999"


def test_of_two_who_set_up_one_store_one_does(desk, store):
    outcomes, together = [], threading.Barrier(4)

    def set_up(number):
        together.wait()
        try:
            outcomes.append(new_store(desk, but={"city": f"City {number}"})["version"])
        except Stale:
            outcomes.append(None)

    callers = [threading.Thread(target=set_up, args=(number,)) for number in range(4)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()

    won = sorted(version for version in outcomes if version)
    assert won == list(range(1, len(won) + 1))
    assert store.kept("s-new").version == len(won)


def test_a_trade_that_is_none_is_no_file_of_ours(desk):
    for trade in ("circus", "../packs/4s", None, 7, "__init__"):
        with pytest.raises(Invalid) as refused:
            new_store(desk, but={"pack": trade})
        assert faults(refused).keys() == {"pack"}


def test_a_file_comes_back_as_it_went(desk, store):
    text = export(desk, "yaml")

    again = take_over(desk, text, "yaml")

    assert yaml.safe_load(text)["phone"] == "+862155550101"
    assert (again["saved"], again["changes"]) == (False, [])


def test_a_file_replaces_all_own_values(desk):
    own = yaml.safe_load(export(desk, "yaml"))
    own["items"] = {"diagnosis": None}
    del own["policy"]

    took = take_over(desk, yaml.safe_dump(own), "yaml", reason="new list")

    assert {one["path"] for one in took["changes"]} >= {"policy.gift.launch"}
    assert found(desk, "items").keys() == {"maintenance-a"}


@pytest.mark.parametrize(
    "text",
    ["pack: 4s\npolicy: {lead_minutes: 99999999999999999999999}", "pack: 4s\n1: 2",
     "pack: 4s\npolicy: {lead_minutes: .nan}", "pack: 4s\nlanes: {a: {1: x}}"],
)  # fmt: skip
def test_whatever_a_file_says_a_dry_run_answers(desk, text):
    told = take_over(desk, text, "yaml", dry_run=True)

    assert told["faults"]
    assert json.dumps(told)
    assert (told["changes"], told["saved"]) == ([], False)


def test_a_table_of_items_is_taken_over_row_by_row(desk):
    text = export(desk).replace(",30,20000,", ",45,20000,")

    took = take_over(desk, text, dry_run=True)
    saved = take_over(desk, text)

    assert (
        took["changes"]
        == saved["changes"]
        == [{"path": "items.diagnosis.minutes", "before": 30, "after": 45}]
    )
    assert (took["saved"], saved["saved"], saved["rows"]) == (False, True, 2)


def test_one_wrong_row_and_nothing_is_saved(desk, store):
    before = store.kept("s-4s").version
    text = export(desk).replace(",30,20000,0,maintenance", ",soon,20000,-1,ghosts")

    with pytest.raises(Invalid) as refused:
        take_over(desk, text)
    told = take_over(desk, text, dry_run=True)["faults"]

    assert faults(refused) == told == {
        "rows.3.minutes": ["must be a whole number"], "rows.3.parts": ["must be a whole number"],
    }  # fmt: skip
    assert store.kept("s-4s").version == before
    text = export(desk).replace(",30,20000,0,maintenance", ",30,20000,0,ghosts")
    assert take_over(desk, text, dry_run=True)["faults"] == {
        "rows.3.pools": ['there is no pool "ghosts"']
    }


def test_rosters_are_taken_over_as_a_table(desk):  # SL-14
    rows = "lane,day,shifts\nmaintenance-1,daily,08:00-12:00\nmaintenance-2,daily,08:00-12:00\n"

    took = take_over(desk, rows, part="rosters")

    assert took["saved"]
    assert starts(desk) == ["08:30", "10:00", "11:00"]
    assert export(desk, part="rosters").splitlines()[1:] == rows.splitlines()[1:]


def test_a_table_that_would_strand_somebody_says_so(desk):
    book(desk(), start=TEN)
    lines = export(desk, part="lanes").splitlines()

    with pytest.raises(Invalid) as refused:
        take_over(desk, lines[0] + "\n", part="lanes")

    assert refused.value.details["affected"]["bookings"][0]["reasons"] == ["lane_gone"]
