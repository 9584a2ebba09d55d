"""The engine, on journeys written here: a definition, its faults, and a visit that follows it."""

import json
from datetime import UTC, timedelta

import pytest
import yaml

from common.contracts.booking import IllegalTransition
from common.errors import Forbidden, Invalid, NotFound
from services.booking import journeys
from services.booking.domain.visit_telling import of_document, standing, timeline, to_document
from services.booking.domain.visits import act, begin, knowing, lapsed
from tests.worlds import local

NOW = local("2026-03-10 10:00")
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)

BARBER = """
journey: barber
version: 1
name: {zh: 理发, en: Barber}
roles:
  barber: {name: {zh: 理发师, en: Barber}, held_by: [consultant]}
  desk: {name: {zh: 前台, en: Front desk}}
stand_in: [manager]
facts:
  unit_minutes: {name: {zh: 单位, en: Unit}, kind: whole, default: 15}
  chair_free: {name: {zh: 椅子空闲, en: Chair is free}, kind: yes_no, default: true}
begin: [call, wash]
steps:
  call:
    name: {zh: 致电, en: Call}
    role: desk
    limit: {before_start_minutes: 60, warn_minutes: 10}
    actions:
      done: {name: {zh: 完成, en: Done}, next: []}
  wash:
    name: {zh: 洗头, en: Wash}
    role: desk
    actions:
      washed:
        name: {zh: 洗好, en: Washed}
        closes: call
        fields:
          barber: {name: {zh: 理发师, en: Barber}}
          beard: {name: {zh: 修面, en: Beard too}, kind: yes_no}
        next: {cut: {}, shave: {beard: true}}
  cut:
    name: {zh: 剪发, en: Cut}
    role: barber
    limit: {within_minutes: 30}
    checklist:
      length: {zh: 长度, en: Length}
      neck: {zh: 颈部, en: Neck}
    actions:
      longer:
        name: {zh: 加时, en: Add time}
        when: {chair_free: true}
        fields:
          minutes: {name: {zh: 分钟, en: Minutes}, kind: whole, least: 1, multiple_of: unit_minutes}
        extends: minutes
        effects: extend_minutes
      extra:
        name: {zh: 加项, en: Something more}
        fields:
          item: {name: {zh: 项目, en: Item}}
        opens: consent
      another_barber:
        name: {zh: 换人, en: Another barber}
        reason: true
        unchecked: true
        turns_away: barber
        effects: swap_staff
        next: wash
      done:
        name: {zh: 完成, en: Done}
        waits_for: consent
        next: pay
  shave:
    name: {zh: 修面, en: Shave}
    role: barber
    actions:
      done: {name: {zh: 完成, en: Done}, next: pay}
  consent:
    name: {zh: 征询, en: Consent}
    role: desk
    many: true
    limit: {within_minutes: 10, lapse: declined}
    actions:
      agreed: {name: {zh: 同意, en: Agreed}, next: []}
      declined: {name: {zh: 不做, en: Not done}, next: []}
  pay:
    name: {zh: 付款, en: Pay}
    role: desk
    actions:
      pay:
        name: {zh: 付款, en: Pay}
        waits_for: [cut, shave]
        fields:
          paid: {name: {zh: 实收, en: Received}, kind: money}
        effects: [charge, say_goodbye]
        next: []
"""


def a_journey():
    return journeys.read(BARBER)


def with_change(*path, to):
    """Return the barber's definition with the value at *path* changed (None takes it away)."""
    told = yaml.safe_load(BARBER)
    place = told
    for key in path[:-1]:
        place = place[key]
    if to is None:
        del place[path[-1]]
    else:
        place[path[-1]] = to
    return told


def a_visit(*moves, facts=None, now=NOW):
    visit = begin(a_journey(), {"start": local("2026-03-10 11:30"), **(facts or {})}, NOW)
    for move in moves:
        visit = do(visit, *move, now=now)
    return visit


def do(visit, step, action, fields=None, *, now=NOW, role="manager", reason=""):
    return act(a_journey(), visit, step, action, fields or {}, "grace", role, now, reason)


def open_ids(visit):
    return {stay.id for stay in visit.open}


WASHED = ("wash", "washed", {"barber": "Ann", "beard": False})
BEARDED = ("wash", "washed", {"barber": "Ann", "beard": True})
TICKED = ("cut", "tick", {"length": True, "neck": True})


# --- a definition


def test_a_trade_is_added_by_a_text_alone():  # VX-01
    visit = a_visit(WASHED, TICKED, ("cut", "done"), ("pay", "pay", {"paid": 5000}))

    assert standing(a_journey(), visit, NOW)["ended"]


@pytest.mark.parametrize(
    ("path", "to", "place"),
    [
        (("steps", "shave", "actions", "done", "next"), "payy", "steps.shave.actions.done.next"),
        (("steps", "cut", "actions", "done", "waits_for"), "x", "steps.cut.actions.done.waits_for"),
        (("steps", "wash", "actions", "washed", "next"), ["cut"], "steps.shave"),
        (("steps", "pay", "actions", "pay", "next"), "cut", "steps.pay"),
        (("steps", "pay", "role"), "cashier", "steps.pay.role"),
        (("steps", "pay", "limit"), {"by": "promised_at"}, "steps.pay.limit"),
        (("steps", "consent", "limit", "lapse"), "silent", "steps.consent.limit.lapse"),
        (("steps", "cut", "actions", "longer", "extends"), "hours",
         "steps.cut.actions.longer.extends"),
        (("steps", "cut", "actions", "longer", "when"), {"moon": "full"},
         "steps.cut.actions.longer.when"),
        (("steps", "wash", "actions", "washed", "next"), {"cut": {"beard": False}},
         "steps.wash.actions.washed.next"),
        (("steps", "call", "limit", "within_minutes"), 5, "steps.call.limit"),
        (("steps", "wash", "actions", "washed", "fields", "chair_free"),
         {"name": {"zh": "椅", "en": "Chair"}}, "steps.wash.actions.washed.fields.chair_free"),
        (("begin",), [], "begin"),
        (("steps", "wash", "nam"), "Wash", "steps.wash.nam"),
        (("steps", "wash", "name"), {"zh": "洗头"}, "steps.wash.name.en"),
        (("steps", "wash", "limit"), {"within_minutes": 0}, "steps.wash.limit.within_minutes"),
        (("steps", "consent", "actions", "declined", "reason"), True, "steps.consent.limit.lapse"),
        (("facts", "unit_minutes"),
         {"name": {"zh": "单位", "en": "Unit"}, "kind": "whole", "required": False},
         "steps.cut.actions.longer.fields.minutes"),
        (("steps", "cut", "actions", "extra", "opens"), {"consent": {"item": "dye"}},
         "steps.cut.actions.extra.opens"),
        (("steps", "cut", "actions", "longer", "when"), "chair_free",
         "steps.cut.actions.longer.when"),
        (("steps", "pay", "role"), 7, "steps.pay.role"),
        (("version",), 0, "version"),
        (("steps",), None, "steps"),
    ],
)  # fmt: skip
def test_a_definition_that_makes_no_sense_is_refused_where_it_fails(path, to, place):
    with pytest.raises(Invalid) as refusal:
        journeys.journey_of(with_change(*path, to=to))

    assert place in refusal.value.details["fields"]


def test_every_fault_of_a_definition_is_told_at_once():
    told = with_change("steps", "pay", "role", to="cashier")
    told["steps"]["cut"]["actions"]["done"]["next"] = "nowhere"
    told["begin"] = ["call", "wash", "sauna"]

    with pytest.raises(Invalid) as refusal:
        journeys.journey_of(told)

    assert {"steps.pay.role", "steps.cut.actions.done.next", "begin"} <= set(
        refusal.value.details["fields"]
    )


@pytest.mark.parametrize("text", ["- a list", "{", ""])
def test_what_is_no_yaml_mapping_is_no_journey(text):
    with pytest.raises(Invalid):
        journeys.read(text)


@pytest.mark.parametrize(("name", "version"), [("circus", None), ("../packs/4s", None), ("4s", 99)])
def test_a_journey_that_is_not_there_is_not_found(name, version):
    with pytest.raises(NotFound):
        journeys.journey(name, version)


def test_a_visit_keeps_the_version_it_began_with(tmp_path, monkeypatch):
    (tmp_path / "barber.1.yaml").write_text(BARBER, encoding="utf-8")
    newer = BARBER.replace("version: 1", "version: 2")
    (tmp_path / "barber.yaml").write_text(newer, encoding="utf-8")
    monkeypatch.setattr(journeys.JOURNEYS, "folder", tmp_path)
    fresh = journeys.journey.__wrapped__

    assert journeys.names() == ["barber"]
    assert [fresh("barber", version).version for version in (None, 2, 1)] == [2, 2, 1]


# --- where a visit stands


def test_a_visit_says_what_is_open_for_whom_and_what_may_be_done():
    stands = standing(a_journey(), a_visit(BEARDED), NOW)

    cut, shave = stands["open"]
    assert (cut["id"], cut["roles"], cut["state"]) == ("cut", ["barber"], "open")
    assert [action["code"] for action in cut["actions"]] == [
        "tick", "longer", "extra", "another_barber", "done",
    ]  # fmt: skip
    longer = cut["actions"][1]
    assert [field["code"] for field in longer["fields"]] == ["minutes", "length", "neck"]
    assert [field["required"] for field in longer["fields"]] == [True, False, False]
    assert shave["name"] == {"zh": "修面", "en": "Shave"}


@pytest.mark.parametrize(("beard", "opened"), [(True, {"cut", "shave"}), (False, {"cut"})])
def test_a_condition_decides_which_steps_come_next(beard, opened):
    assert open_ids(a_visit(("wash", "washed", {"barber": "Ann", "beard": beard}))) == opened


def test_branches_meet_in_one_step():
    visit = a_visit(BEARDED, TICKED, ("cut", "done"))
    with pytest.raises(IllegalTransition) as refusal:
        do(visit, "pay", "pay", {"paid": 1})

    assert refusal.value.details["waits_for"] == ["shave"]
    assert open_ids(do(visit, "shave", "done")) == {"pay"}


def test_what_is_overtaken_is_closed():
    (call,) = [stay for stay in a_visit(WASHED).stays if stay.step == "call"]

    assert (call.action, call.closed_by) == ("overtaken", "grace")


@pytest.mark.parametrize(("step", "action"), [("pay", "pay"), ("cut", "sing"), ("wash", "washed")])
def test_an_action_that_is_not_legal_now_is_refused_with_those_that_are(step, action):
    with pytest.raises(IllegalTransition) as refusal:
        do(a_visit(BEARDED), step, action)

    assert refusal.value.details["legal"] == [
        "cut.tick", "cut.longer", "cut.extra", "cut.another_barber", "cut.done", "shave.done",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("role", "may"), [("desk", True), ("manager", True), ("barber", False), ("", False)]
)
def test_only_who_holds_the_role_acts(role, may):
    if may:
        do(a_visit(), *WASHED, role=role)
    else:
        with pytest.raises(Forbidden) as refusal:
            do(a_visit(), *WASHED, role=role)
        assert refusal.value.details["roles"] == ["desk"]


def test_a_role_of_the_chain_may_hold_one_of_the_trade():
    assert do(a_visit(WASHED), *TICKED, role="consultant").deeds[-1].role == "consultant"


def test_every_wrong_field_is_told_at_once():
    with pytest.raises(Invalid) as refusal:
        do(a_visit(), "wash", "washed", {"beard": "perhaps", "colour": "red"})

    assert refusal.value.details["fields"] == {
        "barber": ["is missing"],
        "beard": ["must be yes or no"],
        "colour": ["is not asked for here"],
    }


def test_a_step_is_left_when_all_is_ticked():  # RS-01, EX-15
    visit = do(a_visit(WASHED), "cut", "tick", {"length": True, "neck": True})
    visit = do(visit, "cut", "tick", {"neck": False})

    with pytest.raises(Invalid) as refusal:
        do(visit, "cut", "done")
    assert refusal.value.details["fields"] == {"neck": ["must be ticked"]}
    (cut,) = do(visit, "cut", "tick", {"neck": True}).open
    assert cut.ticks["neck"] == {"at": NOW.astimezone(UTC).isoformat(), "by": "grace"}


def test_a_reason_is_demanded_where_the_definition_says_so():  # EX-23
    with pytest.raises(Invalid) as refusal:
        do(a_visit(WASHED), "cut", "another_barber", reason="  ")

    assert refusal.value.details["fields"] == {"reason": ["must be given"]}


def test_who_was_turned_away_is_not_offered_again_and_the_time_is_void():  # EX-23
    visit = do(
        a_visit(WASHED), "cut", "another_barber", now=NOW + 7 * MINUTE + 59 * SECOND, reason="cold"
    )

    deed = visit.deeds[-1]
    assert (deed.turned_away, deed.void_minutes, deed.reason) == ({"barber": "Ann"}, 7, "cold")
    with pytest.raises(Invalid) as refusal:
        do(visit, *WASHED)
    assert refusal.value.details["fields"] == {"barber": ["was turned away in this visit"]}
    assert open_ids(do(visit, "wash", "washed", {"barber": "Bob", "beard": False})) == {"cut-2"}


def test_what_the_caller_has_to_bring_about_stands_on_the_deed():
    visit = a_visit(WASHED, TICKED, ("cut", "done"), ("pay", "pay", {"paid": 1}))

    assert visit.deeds[-1].effects == ("charge", "say_goodbye")


# --- limits


def due_of(visit, step):
    return next(stay.due_at for stay in visit.open if stay.step == step)


@pytest.mark.parametrize(
    ("after", "state"),
    [(0 * MINUTE, "open"), (19 * MINUTE, "open"), (20 * MINUTE, "warned"), (30 * MINUTE, "warned"),
     (30 * MINUTE + SECOND, "overdue")],
)  # fmt: skip
def test_a_limit_warns_and_its_last_moment_is_in_time(after, state):
    call = standing(a_journey(), a_visit(), NOW + after)["open"][0]

    assert call["state"] == state


def test_time_added_moves_the_limit_in_whole_units_while_the_chair_is_free():  # EX-25
    visit = do(a_visit(WASHED), "cut", "longer", {"minutes": 15})
    visit = do(visit, "cut", "longer", {"minutes": 30})

    assert due_of(visit, "cut") == NOW + 75 * MINUTE
    with pytest.raises(Invalid) as refusal:
        do(visit, "cut", "longer", {"minutes": 20})
    assert refusal.value.details["fields"] == {"minutes": ["must be a multiple of 15"]}
    taken = knowing(a_journey(), visit, chair_free=False)
    with pytest.raises(IllegalTransition):
        do(taken, "cut", "longer", {"minutes": 15})


def test_what_hangs_on_the_start_moves_with_it():  # RM-20
    moved = knowing(a_journey(), a_visit(), start=local("2026-03-10 15:00"))

    assert due_of(moved, "call") == local("2026-03-10 14:00")
    (task,) = timeline(a_journey(), local("2026-03-10 15:00"), {})
    assert (task["step"], task["due_at"]) == ("call", local("2026-03-10 14:00"))


@pytest.mark.parametrize(
    ("after", "answer"), [(10 * MINUTE, "agreed"), (10 * MINUTE + SECOND, None)]
)
def test_no_answer_in_time_is_a_no(after, answer):  # EX-06
    asked = a_visit(WASHED, ("cut", "extra", {"item": "dye"}))
    if answer:
        assert do(asked, "consent", answer, now=NOW + after).answered("consent", "agreed") == [
            {"item": "dye"}
        ]
        return
    with pytest.raises(IllegalTransition):
        do(asked, "consent", "agreed", now=NOW + after)
    (gone,) = [
        stay for stay in lapsed(a_journey(), asked, NOW + after).stays if stay.step == "consent"
    ]
    assert (gone.action, gone.closed_by, gone.closed_at) == (
        "declined", "clock", NOW + 10 * MINUTE,
    )  # fmt: skip


def test_several_questions_are_open_at_once_and_answered_apart():  # EX-06
    visit = a_visit(WASHED, TICKED, ("cut", "extra", {"item": "dye"}))
    visit = do(visit, "cut", "extra", {"item": "oil"})
    visit = do(visit, "consent-2", "agreed")

    assert visit.answered("consent", "agreed") == [{"item": "oil"}]
    with pytest.raises(IllegalTransition):
        do(visit, "cut", "done")
    assert open_ids(do(do(visit, "consent", "declined"), "cut", "done")) == {"pay"}


# --- as a document


def test_a_visit_is_kept_as_plain_json_and_read_back():
    visit = do(a_visit(WASHED), "cut", "another_barber", now=NOW + MINUTE, reason="cold")

    kept = json.loads(json.dumps(to_document(visit)))

    assert of_document(kept) == visit


@pytest.mark.parametrize(
    ("facts", "faults"),
    [({"unit_minutes": "many", "chair_free": 1}, {"unit_minutes", "chair_free"}),
     ({"start": "tomorrow"}, {"start"}), ({"start": "2026-03-10T11:30:00"}, {"start"})],
)  # fmt: skip
def test_a_visit_begins_with_facts_that_make_sense(facts, faults):
    with pytest.raises(Invalid) as refusal:
        begin(a_journey(), facts, NOW)

    assert set(refusal.value.details["fields"]) == faults


def test_facts_that_a_journey_does_not_ask_for_are_left_out():
    assert "weather" not in begin(a_journey(), {"weather": "rain"}, NOW).facts
