"""All that can be wrong with a store's configuration, each fault where it is."""

from copy import deepcopy
from datetime import timedelta

import pytest
import yaml

from services.booking.packs import configured, names
from services.booking.packs.checking import check, faults_of, faults_of_chain, faults_of_part
from services.booking.packs.key import NEEDED, NONE
from services.booking.packs.keys import KEYS
from services.booking.packs.reading import store_of
from services.booking.packs.tree import key_at
from tests.worlds import CHAIN, config_of

STORES = sorted(path.stem for path in CHAIN.glob("*.yaml"))


def with_(path, value, store_id="s-beau"):
    """Return a store's whole configuration with one value, and the path to it."""
    config = deepcopy(config_of(store_id))
    node = config
    *groups, last = path.split(".")
    for name in groups:
        node = node.setdefault(name, {})
    node[last] = value
    return config


@pytest.mark.parametrize("store_id", STORES)
def test_the_demo_stores_make_sense_and_say_who_answers_the_phone(store_id):  # CH-01
    check(config_of(store_id), new=True)


def test_a_default_is_of_the_kind_that_its_key_holds():
    wrong = {
        key.path: list(key.kind.faults(key.default))
        for key in KEYS
        if key.default not in (NEEDED, NONE, "") and list(key.kind.faults(key.default))
    }

    assert wrong == {}


def test_a_key_is_there_once():
    paths = [key.path for key in KEYS]

    assert len(set(paths)) == len(paths)


def test_a_new_store_must_say_who_answers_the_booking_number():  # CH-01
    own = yaml.safe_load((CHAIN / "s-4s.yaml").read_text())
    del own["booking_phone_owner"]

    assert faults_of(configured(own)) == {}
    assert faults_of(configured(own), new=True) == {"booking_phone_owner": ["is missing"]}


def test_a_store_says_who_signed_how_bookings_go_there():  # RL-13
    signed = {"name": "王总", "day": "2026-01-05"}

    assert faults_of(with_("signed_by.general_manager", signed)) == {}
    unsigned = faults_of(with_("signed_by.general_manager", {"name": "王总"}))
    assert unsigned == {"signed_by.general_manager.day": ["is missing"]}


@pytest.mark.parametrize(
    ("path", "value", "where", "fault"),
    [
        ("policy.lead_minutes", -1, "", "must be 0 or more"),
        ("policy.lead_minutes", 7 * 24 * 60 + 1, "", "must be 10080 or less"),
        ("policy.lead_minutes", 60.5, "", "must be a whole number"),
        ("policy.lead_minutes", True, "", "must be a whole number"),
        ("policy.horizon_days", 0, "", "must be 1 or more"),
        ("policy.horizon_days", 367, "", "must be 366 or less"),
        ("step_minutes", 7, "", "must be a multiple of 5"),
        ("pools.rooms.after_minutes", 65, "", "must be 60 or less"),
        ("items.facial.minutes", 725, "", "must be 720 or less"),
        ("items.facial.minutes", 0, "", "must be 5 or more"),
        ("items.facial.labour", -1, "", "must be 0 or more"),
        ("items.facial.requires_identity", "yes", "", "must be yes or no"),
        ("items.facial.name", {"zh": "面部"}, ".en", "is missing"),
        ("items.facial.name", "Facial", "", "is not a mapping"),
        ("items.facial.bogus", 1, "", "is no key of a store"),
        ("items.a b.minutes", 60, None, "is no key of a store"),
        ("channels", ["phone", "pigeon"], ".1", "must be one of phone, counter, web"),
        ("channels", ["phone", "phone"], ".1", "is there twice"),
        ("timezone", "Asia/Nowhere", "", "is no time zone"),
        ("timezone", "../../etc/passwd", "", "is no time zone"),
        ("phone", "12", "", "not a telephone number that can be called"),
        ("booking_phone", "12", "", "not a telephone number that can be called"),
        ("holidays", "XX", "", "no calendar of XX is known"),
        ("hours.daily", ["10:00-12:00", "11:55-13:00"], ".1", "must begin after the one before"),
        ("hours.daily", ["12:00-10:00"], ".0", "must end after it begins"),
        ("hours.daily", ["10:00-10:00"], ".0", "must end after it begins"),
        ("hours.daily", ["10:02-12:00"], ".0", "must be two times as 08:30-17:30"),
        ("hours.daily", "10:00-12:00", "", "must be a list"),
        ("hours.monday", ["10:00-12:00"], "", "is no key of a store"),
        ("dates.2026-02-30.like", "mon", None, "is no key of a store"),
        ("dates.2026-03-16.like", "monday", "", "must be one of mon, tue"),
        ("starts", ["8:30"], ".0", "must be a time as 08:30"),
        ("starts", ["08:32"], ".0", "must be on five minutes"),
        ("lanes.room-1.roster.daily", ["12:00-13:00", "11:00-12:00"], ".1", "must begin after"),
        ("lanes.room-1.absences", [{"from": "2026-03-10"}], ".0.to", "is missing"),
        ("policy.penalties", [{"occasion": "late"}], ".0.occasion", "must be one of change"),
        ("policy.gift.launch", "2026-13-01", "", "must be a date as 2026-03-10"),
        ("name", {"zh": "a\x00b", "en": "B"}, ".zh", "must be some words"),
        ("city", "x" * 61, "", "is longer than 60 characters"),
        ("policy.messages.staff.host", "139", "", "must be a list"),
        ("policy.messages.staff.host", ["12"], ".0", "not a telephone number that can be called"),
        ("policy.messages.staff.host", ["li@"], ".0", "not an e-mail address"),
        ("policy.messages.staff.host", ["a@b.c d"], ".0", "not an e-mail address"),
        ("policy.messages.staff.host", ["13911112222"] * 2, ".1", "is there twice"),
        ("policy.messages.staff.a b", ["13911112222"], "", "is no key of a store"),
        ("policy.messages.staff_language", "de", "", "must be one of zh, en"),
    ],
)
def test_a_value_that_cannot_be_is_told_where_it_is(path, value, where, fault):
    faults = faults_of(with_(path, value))

    place = path.rpartition(".")[0] if where is None else path + where
    assert faults[place][0].startswith(fault), faults


@pytest.mark.parametrize("address", ["+8613911112222", "021-55550103", "li.lei+x@shop.example.cn"])
def test_staff_are_written_to_by_number_or_address(address):  # CF-12
    assert faults_of(with_("policy.messages.staff.workshop_supervisor", [address])) == {}


def test_the_least_and_the_most_are_themselves_allowed():
    for path, value in (
        ("policy.lead_minutes", 0), ("policy.lead_minutes", 7 * 24 * 60),
        ("policy.horizon_days", 366), ("pools.rooms.after_minutes", 60),
        ("items.facial.minutes", 720), ("items.facial.minutes", 5),
        ("hours.daily", ["10:00-12:00", "12:00-13:00"]), ("hours.daily", []),
    ):  # fmt: skip
        assert faults_of(with_(path, value)) == {}, (path, value)


@pytest.mark.parametrize(
    ("path", "value", "place", "fault"),
    [
        ("lanes.room-1.pool", "x", "lanes.room-1.pool", 'there is no pool "x"'),
        ("items.facial.pools", ["x", "rooms"], "items.facial.pools.0", 'there is no pool "x"'),
        ("lanes.room-1.skills", ["x"], "lanes.room-1.skills.0", 'there is no item "x"'),
        ("items.facial.grades", {"x": ["A"]}, "items.facial.grades.x",
         '"x" is no pool of the item'),
        ("items.facial.grades", {"beauticians": ["C"]}, "items.facial.grades.beauticians",
         'there is no lane of grade "C"'),
        ("starts", ["09:55"], "starts.0", "is never within the hours"),
        ("starts", ["21:00"], "starts.0", "is never within the hours"),
        ("lanes.room-1.absences", [{"from": "2026-03-10T14:00", "to": "2026-03-10T14:00"}],
         "lanes.room-1.absences.0.to", "must be after from"),
        ("policy.perks.tea", {"name": {"zh": "茶", "en": "tea"}, "from": "10:00", "last": "09:00"},
         "policy.perks.tea.last", "must be after from"),
        ("policy.discount", {"labour_percent": 90, "days_ahead": 1,
                             "windows": [{"from": "10:00", "to": "09:00"}]},
         "policy.discount.windows.0.to", "must be after from"),
        ("policy.no_show_after_minutes", 10, "policy.no_show_after_minutes", "must be 15 or more"),
    ],
)  # fmt: skip
def test_one_part_that_contradicts_another_is_told(path, value, place, fault):
    config = with_(path, value)
    config["policy"].setdefault("late_after_minutes", 15)

    assert faults_of(config) == {place: [fault]}


def test_a_start_at_opening_and_within_a_special_date_is_within_the_hours():  # SL-01
    config = with_("starts", ["10:00", "07:00"])
    config["dates"] = {"2026-03-16": {"hours": ["07:00-09:00"]}}

    assert faults_of(config) == {}


def test_every_fault_is_told_at_once():
    config = with_("policy.lead_minutes", -1)
    config["channels"] = ["pigeon"]
    del config["lanes"]["room-1"]["pool"]
    del config["phone"]
    del config["hours"]

    assert faults_of(config).keys() == {
        "policy.lead_minutes", "channels.0", "lanes.room-1.pool", "phone", "hours",
    }  # fmt: skip


@pytest.mark.parametrize("told", [None, 1, "x", [], {"hours": 1}, {"lanes": {"a": 1}}, {1: 2}])
def test_whatever_is_told_is_judged_and_never_stumbled_over(told):
    config = {**config_of("s-beau"), **told} if isinstance(told, dict) else told

    assert faults_of(config) if isinstance(config, dict) else True
    assert faults_of_part({"hours": told}) or told in ([], None)


def bare(told, path=""):
    """Return *told* without whatever has a default or may be left out."""
    if not isinstance(told, dict) or (path and key_at(path)):
        return told
    below = {name: f"{path}.{name}" if path else name for name in told}
    return {
        name: bare(value, below[name])
        for name, value in told.items()
        if (key := key_at(below[name])) is None or key.needed or below[name].startswith("hours")
    }


@pytest.mark.parametrize("store_id", STORES)
def test_what_has_a_default_can_be_left_out_and_read(store_id):
    told = bare(config_of(store_id))
    store = store_of(store_id, 1, told, {1: told["policy"]})

    assert faults_of(told) == {}
    whole = store.policy
    assert (whole.change_notice, whole.cancel_notice) == (timedelta(hours=4),) * 2
    assert (whole.lead, whole.horizon) == (timedelta(), timedelta(days=90))
    assert (whole.on_time, whole.late_after) == (timedelta(minutes=15),) * 2
    assert store.step_minutes == 15
    assert store.booking_phone == store.phone  # CH-01


def test_own_values_need_not_be_whole_and_may_take_away():
    assert faults_of_part({"lanes": {"room-1": {"grade": "A"}}, "items": {"facial": None}}) == {}
    assert faults_of_part({"lanes": {"room-1": {"grade": 1}}}).keys() == {"lanes.room-1.grade"}


def test_the_chain_says_nothing_that_is_of_one_store():
    told = {
        "name": {"zh": "一", "en": "One"},
        "policy": {"lead_minutes": -1},
        "trades": {"4s": {"policy": {"horizon_days": 0}}, "circus": {}, "bank": 1},
    }

    assert faults_of_chain(told) == {
        "name": ["says something of one store"],
        "policy.lead_minutes": ["must be 0 or more"],
        "trades.4s.policy.horizon_days": ["must be 1 or more"],
        "trades.circus": [f"must be one of {', '.join(names())}"],
        "trades.bank": ["is not a mapping"],
    }
