"""Trade, chain, store: what a change makes of own values, and where each value comes from."""

import pytest

from common.errors import Invalid
from services.booking.packs import configured
from services.booking.packs.layers import (
    Change,
    Layers,
    assigned,
    differences,
    differing,
    provenance,
    said_by,
    set_by_the_chain,
)

OWN = {"pack": "4s", "phone": "+862155550101", "policy": {"lead_minutes": 60}}
ROSTER = {"roster": {"daily": ["10:00-12:00"]}}


def leaf(path, own=OWN, chain=None):
    values = provenance(Layers(chain or {}, own))
    return next((one for one in values if one["path"] == path), None)


@pytest.mark.parametrize(
    ("own", "chain", "value", "origin"),
    [
        ({}, {}, 90, "pack"),
        ({}, {"policy": {"horizon_days": 60}}, 60, "chain"),
        ({}, {"trades": {"4s": {"policy": {"horizon_days": 50}}}}, 50, "chain"),
        ({}, {"trades": {"bank": {"policy": {"horizon_days": 50}}}}, 90, "pack"),
        (
            {},
            {"policy": {"horizon_days": 60}, "trades": {"4s": {"policy": {"horizon_days": 50}}}},
            50,
            "chain",
        ),
        ({"policy": {"horizon_days": 30}}, {"policy": {"horizon_days": 60}}, 30, "store"),
    ],
)
def test_the_later_layer_wins_and_says_so(own, chain, value, origin):
    found = leaf("policy.horizon_days", {"pack": "4s", **own}, chain)

    assert (found["value"], found["from"]) == (value, origin)
    assert configured({"pack": "4s", **own}, chain)["policy"]["horizon_days"] == value


def test_what_nobody_says_is_the_default():
    found = leaf("policy.late_after_minutes")

    assert (found["value"], found["from"], found["requirement"]) == (15, "default", "NS-01")
    assert leaf("policy.gift.choices", {"pack": "bank"}) is None


def test_what_a_store_takes_away_is_told_with_what_it_was():
    own = {**OWN, "policy": {"discount": None}}

    found = leaf("policy.discount.labour_percent", own)

    assert (found["value"], found["from"], found["pack_value"]) == (None, "store", 90)
    assert "discount" not in configured(own)["policy"]


def test_a_chain_may_take_away_what_a_trade_brings_and_a_store_bring_it_back():
    chain = {"trades": {"4s": {"items": {"diagnosis": None}}}}
    item = {"minutes": 20}

    assert "diagnosis" not in configured({"pack": "4s"}, chain)["items"]
    assert (
        configured({"pack": "4s", "items": {"diagnosis": item}}, chain)["items"]["diagnosis"]
        == item
    )


def test_only_what_the_chain_could_say_otherwise_differs():
    own = {**OWN, "lanes": {"a": {"grade": "A"}}, "policy": {"lead_minutes": 0, "horizon_days": 9}}

    values = differing(provenance(Layers({}, own)))

    assert [one["path"] for one in values] == ["policy.horizon_days"]


def test_what_the_chain_says_is_listed_for_all_and_for_trades():
    told = {"policy": {"horizon_days": 60}, "trades": {"4s": {"policy": {"priority_minutes": 9}}}}

    listed = [(one["path"], one["value"], one["requirement"]) for one in said_by(told)]

    assert listed == [
        ("policy.horizon_days", 60, "CH-17"), ("trades.4s.policy.priority_minutes", 9, "PK-01"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("own", "patch", "after"),
    [
        ({"a": {"b": 1}}, {"a": {"c": 2}}, {"a": {"b": 1, "c": 2}}),
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": None}}, {"a": {"c": 2}}),
        ({"a": {"b": 1}}, {"a": {"b": None}}, {}),
        ({"a": {"b": 1}}, {"a": None}, {}),
        ({}, {"a": {"b": None}}, {}),
        ({}, {"a": {}}, {"a": {}}),
        ({"a": {"b": 1}}, {"a": {}}, {"a": {"b": 1}}),
        ({"a": [1, 2]}, {"a": [3]}, {"a": [3]}),
        ({"a": 1}, {"a": {"b": 2}}, {"a": {"b": 2}}),
        ({"a": None}, {"a": {"b": 2}}, {"a": {"b": 2}}),
    ],
)
def test_a_patch_is_merged_and_null_returns_to_what_is_inherited(own, patch, after):
    assert Change(patch).applied(own, {}) == after


def test_a_change_leaves_what_it_was_given_alone():
    own = {"lanes": {"a": dict(ROSTER)}}

    Change({"lanes": {"a": {"grade": "A"}}}, {"lanes.a.roster": {}}).applied(own, {})

    assert own == {"lanes": {"a": ROSTER}}


def test_a_value_that_is_put_replaces_the_whole():
    own = {"lanes": {"a": {"grade": "A", **ROSTER}}}

    after = Change(put={"lanes.a.roster": {"mon": []}, "dates.2026-03-16": {"hours": []}}).applied(
        own, {}
    )

    assert after == {
        "lanes": {"a": {"grade": "A", "roster": {"mon": []}}},
        "dates": {"2026-03-16": {"hours": []}},
    }


def test_what_is_taken_away_is_hidden_if_inherited_and_else_gone():
    own, inherited = {"items": {"mine": {"minutes": 5}}}, {"items": {"theirs": {"minutes": 5}}}

    assert Change(without=("items.theirs",)).applied(own, inherited)["items"] == {
        "mine": {"minutes": 5}, "theirs": None,
    }  # fmt: skip
    assert Change(without=("items.mine",)).applied(own, inherited) == {}
    for gone in ("items.nobodys", "items.theirs.bogus", "nothing"):
        with pytest.raises(Invalid) as refused:
            Change(without=(gone,)).applied(own, inherited)
        assert refused.value.details["fields"] == {gone: ["is not there"]}


def test_what_is_taken_away_twice_is_not_there():
    hidden = {"items": {"theirs": None}}

    with pytest.raises(Invalid):
        Change(without=("items.theirs",)).applied(hidden, {"items": {"theirs": {"minutes": 5}}})


def test_a_change_survives_being_kept():
    change = Change({"a": 1}, {"items.x": {"minutes": 5}}, ("items.y",), {"pack": "4s"})

    assert Change.of_document(change.as_document()) == change
    assert not any("." in name for one in change.as_document()["put"] for name in one)


def test_differences_are_told_by_path():
    before = {"policy": {"lead_minutes": 0}, "channels": ["web"], "city": "X"}
    after = {"policy": {"lead_minutes": 5}, "channels": ["web"], "step_minutes": 15}

    assert differences(before, after) == [
        {"path": "city", "before": "X", "after": None},
        {"path": "policy.lead_minutes", "before": 0, "after": 5},
        {"path": "step_minutes", "before": None, "after": 15},
    ]


def test_what_is_head_offices_is_known_by_its_key():  # §19.1
    changes = differences({}, {"policy": {"priority_minutes": 9, "lead_minutes": 9}, "pack": "4s"})

    assert set_by_the_chain(changes).keys() == {"policy.priority_minutes", "pack"}


def test_values_are_assigned_as_texts():
    change = assigned(
        {"policy.lead_minutes": "60", "starts": '["08:30", "10:00"]', "policy.horizon_days": "",
         "dates.2026-03-16.hours": "[]", "city": "2026-03-10"}
    )  # fmt: skip

    assert change.set == {
        "policy": {"lead_minutes": 60, "horizon_days": None},
        "starts": ["08:30", "10:00"],
        "dates": {"2026-03-16": {"hours": []}},
        "city": "2026-03-10",
    }
