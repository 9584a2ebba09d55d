"""How a broadcast is moved: what is legal, what was seen, what may be undone (RM-15)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from common.contracts.booking import IllegalTransition
from common.contracts.notification import broadcasts as contract
from common.errors import Invalid, Stale
from services.notification.domain.broadcasts import broadcast as rules
from services.notification.domain.broadcasts.broadcast import Audience
from tests.unit.notification.broadcasts.made import BOSS, NOON, a_draft, an_offer, going_out

A_SECOND = timedelta(seconds=1)
SEEN = {
    "state": "previewed",
    "preview": {"reached": 3},
    "previewed_at": NOON,
}


def faults(wrong):
    with pytest.raises(Invalid) as refused:
        wrong()
    return refused.value.details["fields"]


def test_the_contract_knows_every_state_and_kind():
    assert set(rules.MOVES) == set(contract.BROADCAST_STATES)
    assert {rules.ANNOUNCEMENT, rules.PROMOTION} == set(contract.BROADCAST_KINDS)


def test_whatever_contradicts_itself_in_a_draft_is_told_at_once():
    wrong = {
        "emergency": True,
        "day": date(2026, 3, 12),
        "last_day": date(2026, 3, 11),
        "audience": Audience(coming_days=1, customers=("c-1",)),
    }

    assert set(faults(lambda: an_offer(**wrong))) == {"emergency", "last_day", "audience"}
    assert set(faults(lambda: a_draft(day=date(2026, 3, 12)))) == {"day"}


def test_nobody_is_called_by_machine_for_offers():  # RM-15
    told = faults(lambda: an_offer(channel="voice"))

    assert told == {"channel": ["is never a call: nobody is called by machine for offers"]}
    assert a_draft(channel="voice", emergency=True).by_call


def test_one_day_of_an_offer_is_its_last_too():
    day = date(2026, 3, 12)

    assert an_offer(day=day, last_day=day).last_day == day


@pytest.mark.parametrize("state", sorted(rules.MOVES))
@pytest.mark.parametrize(
    ("move", "make"),
    [
        ("change", lambda one: rules.changed(one, BOSS, NOON, None, {"name": "x"})),
        ("start", lambda one: rules.started(one, BOSS, NOON, one.revision)),
        ("pause", lambda one: rules.paused(one, BOSS, NOON)),
        ("resume", lambda one: rules.resumed(one, BOSS, NOON)),
        ("stop", lambda one: rules.stopped(one, BOSS, NOON, "")),
    ],
)
def test_only_legal_moves_are_made(state, move, make):
    one = replace(going_out(), **SEEN | {"state": state})

    if move in rules.MOVES[state]:
        after = make(one)
        assert (after.revision, after.history[-1].move) == (one.revision + 1, move)
    else:
        with pytest.raises(IllegalTransition) as refused:
            make(one)
        assert refused.value.details["legal"] == list(rules.MOVES[state])


def test_who_names_another_revision_is_too_late():
    with pytest.raises(Stale):
        rules.paused(going_out(), BOSS, NOON, if_revision=2)
    assert rules.paused(going_out(), BOSS, NOON, if_revision=1).state == "paused"


def test_nobody_starts_what_they_have_not_seen():
    seen = replace(a_draft(), **SEEN)

    assert set(faults(lambda: rules.started(seen, BOSS, NOON, None))) == {"if_revision"}
    with pytest.raises(Stale):
        rules.started(seen, BOSS, NOON, 2)
    nobody = replace(seen, preview={"reached": 0})
    assert set(faults(lambda: rules.started(nobody, BOSS, NOON, 1))) == {"preview"}


@pytest.mark.parametrize(("later", "starts"), [(timedelta(), True), (A_SECOND, False)])
def test_what_was_seen_a_day_ago_is_to_be_seen_again(later, starts):
    seen, now = replace(a_draft(), **SEEN), NOON + timedelta(hours=24) + later

    if starts:
        assert rules.started(seen, BOSS, now, 1).state == "running"
    else:
        assert set(faults(lambda: rules.started(seen, BOSS, now, 1))) == {"preview"}


def test_a_start_takes_effect_after_a_minute_and_lasts_three_days():
    running = rules.started(replace(a_draft(), **SEEN), BOSS, NOON, 1)

    assert running.starts_at == NOON + timedelta(seconds=60)
    assert running.until == running.starts_at + timedelta(days=3)
    assert running.run == running.revision == 2


@pytest.mark.parametrize(("until", "starts"), [(60, False), (61, True)])
def test_what_is_over_before_it_goes_out_is_not_started(until, starts):
    seen = replace(a_draft(), **SEEN, until=NOON + timedelta(seconds=until))

    if starts:
        assert rules.started(seen, BOSS, NOON, 1).until == seen.until
    else:
        assert set(faults(lambda: rules.started(seen, BOSS, NOON, 1))) == {"until"}


def test_a_change_takes_back_what_was_seen():
    seen = replace(going_out(), **SEEN)

    after = rules.changed(seen, BOSS, NOON, 1, {"name": "x"})

    assert (after.state, after.preview, after.previewed_at, after.places) == (
        "draft",
        None,
        None,
        (),
    )


def test_each_time_it_goes_on_it_is_another_run():
    paused = rules.paused(going_out(run=1), BOSS, NOON)

    assert rules.resumed(paused, BOSS, NOON).run == 3


@pytest.mark.parametrize(
    ("end", "state"),
    [
        (lambda one: rules.stopped(one, BOSS, NOON, "写错了"), "stopped"),
        (lambda one: rules.finished(one, BOSS, NOON), "finished"),
    ],
)
def test_what_has_ended_says_when(end, state):
    ended = end(going_out())

    assert (ended.state, ended.ended_at, ended.has_ended) == (state, NOON, True)
