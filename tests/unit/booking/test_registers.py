"""Registers: a definition and its faults; entries that are opened, moved and corrected."""

from datetime import timedelta

import pytest
import yaml

from common.contracts.booking import IllegalTransition
from common.errors import Forbidden, Invalid, NotFound
from gateway.roles import ROLES
from services.booking import packs, registers
from services.booking.domain.entries import checked, corrected, legal_moves, moved, opened
from services.booking.domain.entry_telling import entry_as_read, line_of, print_of, titles
from tests.worlds import a_store, an_actor, local

NOW = local("2026-03-10 10:00")
KEYS = """
register: keys
version: 1
name: {zh: 钥匙, en: Keys}
number: "K{year}-{count:03}"
keep_days: 30
role: reception
fields:
  holder: {name: {zh: 领用人, en: Holder}, private: true}
  keys: {name: {zh: 钥匙数, en: Keys}, kind: whole, least: 1, most: 9}
  kind:
    name: {zh: 类别, en: Kind}
    choices: {room: {zh: 房间, en: Room}, car: {zh: 车辆, en: Car}}
  since: {name: {zh: 自, en: Since}, kind: day, required: false}
begin: out
states:
  out: {zh: 借出, en: Out}
  back: {zh: 归还, en: Back}
  lost: {zh: 遗失, en: Lost}
reckoned:
  missing: {name: {zh: 缺, en: Missing}, plus: keys, less: returned}
moves:
  take_back:
    name: {zh: 归还, en: Take back}
    from: out
    to: back
    role: reception
    fields:
      returned: {name: {zh: 归还数, en: Returned}, kind: whole}
      agreed_missing: {name: {zh: 确认缺数, en: Missing agreed}, kind: whole, same_as: missing}
    checks:
      label: {zh: 标签, en: Label}
  lose:
    name: {zh: 遗失, en: Lose}
    from: out
    to: lost
    role: [reception, advisor]
    reason: true
    when: {kind: car}
    limit: {field: keys, most: {advisor: 1, manager: 9}}
"""
HELD = {"holder": "赵", "keys": 3, "kind": "room"}
RECEPTION = an_actor()
ADVISOR = an_actor(role="advisor")
MANAGER = an_actor(id="han", role="manager")


def with_change(*path, to):
    """Return the keys' definition with the value at *path* changed (None takes it away)."""
    told = yaml.safe_load(KEYS)
    place = told
    for key in path[:-1]:
        place = place[key]
    if to is None:
        del place[path[-1]]
    else:
        place[path[-1]] = to
    return told


def enter(register, by=RECEPTION, booking_id=None, /, **fields):
    return opened(
        register, NOW, by, id="e-1", store_id="s-prop", number=register.numbered(2026, 7),
        fields=checked(register, fields, by), attachments=("scan-1",), booking_id=booking_id,
    )  # fmt: skip


def move(register, entry, code, by=RECEPTION, reason="", /, **fields):
    return moved(register, entry, code, fields, reason, NOW, by)


def correct(register, entry, by=RECEPTION, attachments=None, /, **fields):
    return corrected(register, entry, fields, attachments, "typo", NOW, by)


def faults_of(act, *args, **fields):
    with pytest.raises(Invalid) as refusal:
        act(*args, **fields)
    return refusal.value.details["fields"]


@pytest.fixture(scope="module")
def keys():
    return registers.read(KEYS)


# --- a definition


def test_a_register_is_added_by_a_text_alone(keys):  # FM-27
    entry = move(keys, enter(keys, **HELD), "take_back", returned=3, agreed_missing=0, label="pass")

    assert (entry.number, entry.state, keys.is_end(entry.state)) == ("K2026-007", "back", True)


@pytest.mark.parametrize(
    ("path", "to", "place", "fault"),
    [
        (("number",), "K{count}", "number", "needs {year}"),
        (("number",), "K{year}-{counter}", "number", "needs {year}"),
        (("begin",), "away", "begin", "names no state: away"),
        (("states", "spare"), {"zh": "空", "en": "x"}, "states.spare", "is never reached"),
        (("moves", "lose", "from"), "gone", "moves.lose.from", "names no state: gone"),
        (("moves", "lose", "to"), "gone", "moves.lose.to", "names no state: gone"),
        (("moves", "lose", "when"), {"colour": "red"}, "moves.lose.when", "names no field"),
        (("moves", "lose", "limit", "field"), "weight", "moves.lose.limit", "names no field"),
        (("reckoned", "missing", "less"), "gone", "reckoned.missing", "names no field: gone"),
        (("fields", "missing"), {"name": {"zh": "缺", "en": "x"}}, "fields.missing", "is reckoned"),
        (
            ("moves", "take_back", "fields", "holder"),
            {"name": {"zh": "人", "en": "x"}},
            "fields.holder",
            "is asked for elsewhere",
        ),
        (
            ("moves", "take_back", "fields", "agreed_missing", "same_as"),
            "nothing",
            "moves.take_back.fields.agreed_missing",
            "names no field",
        ),
    ],
)
def test_a_definition_that_makes_no_sense_is_refused_at_its_place(path, to, place, fault):
    with pytest.raises(Invalid) as refusal:
        registers.register_of(with_change(*path, to=to))

    assert refusal.value.details["fields"][place][0].startswith(fault)


def test_a_state_must_lead_to_an_end():
    loop = with_change("moves", "lose", "to", to="out")
    loop["moves"]["take_back"]["to"] = "out"
    del loop["states"]["back"], loop["states"]["lost"]

    with pytest.raises(Invalid) as refusal:
        registers.register_of(loop)

    assert refusal.value.details["fields"] == {"states.out": ["has no way to an end"]}


@pytest.mark.parametrize("text", ["- a", "a: [", "register: x"])
def test_a_text_that_is_no_register_says_why(text):
    with pytest.raises(Invalid):
        registers.read(text)


@pytest.mark.parametrize("code", registers.names())
def test_every_register_is_named_as_its_file_and_its_roles_are_the_chains(code):
    register = registers.register(code)
    roles = {*register.roles, *(role for one in register.moves.values() for role in one.roles)}

    assert (register.code, register.version) == (code, 1)
    assert roles - {"any"} <= set(ROLES)


def test_every_register_is_kept_by_some_trade_and_none_keeps_an_unknown_one():
    kept = {
        code for path in packs.HERE.glob("*.yaml") for code in packs.pack(path.stem)["registers"]
    }

    assert kept == set(registers.names())


def test_an_unknown_register_or_version_is_not_there():
    with pytest.raises(NotFound):
        registers.register("songs")
    with pytest.raises(NotFound):
        registers.register("loan", 9)


# --- an entry


def test_every_fault_of_an_entry_is_told_at_once(keys):  # FM-27
    assert faults_of(enter, keys, keys=10, kind="boat", since="soon", colour="red") == {
        "holder": ["is missing"],
        "keys": ["must be 9 or less"],
        "kind": ["must be one of room, car"],
        "since": ["must be a day such as 2026-03-10"],
        "colour": ["is not asked for here"],
    }


def test_who_may_not_is_refused(keys):
    with pytest.raises(Forbidden):
        enter(keys, ADVISOR, **HELD)
    assert enter(keys, MANAGER, **HELD).state == "out"
    with pytest.raises(Forbidden):
        move(keys, enter(keys, **HELD), "take_back", ADVISOR)


def test_what_cannot_be_done_now_is_refused_with_what_can(keys):
    entry = enter(keys, **HELD)

    with pytest.raises(IllegalTransition) as refusal:
        move(keys, entry, "lose", RECEPTION, "fell in the river")

    assert refusal.value.details["legal"] == ["take_back"]
    assert set(legal_moves(keys, enter(keys, **{**HELD, "kind": "car"}))) == {"take_back", "lose"}


def test_a_failed_check_is_explained(keys):
    entry = enter(keys, **HELD)
    told = {"returned": 3, "agreed_missing": 0, "label": "fail"}

    assert faults_of(move, keys, entry, "take_back", **told) == {"label_remark": ["must be given"]}
    entry = move(keys, entry, "take_back", **told, label_remark="worn")
    assert entry_as_read(a_store("s-prop"), keys, entry)["failed"] == ["label"]


def test_what_is_reckoned_is_checked_and_never_less_than_nothing(keys):
    entry = enter(keys, **HELD)

    assert faults_of(
        move, keys, entry, "take_back", returned=1, agreed_missing=0, label="pass"
    ) == {"agreed_missing": ["must be the same as missing"]}
    more = faults_of(move, keys, entry, "take_back", returned=4, agreed_missing=-1, label="pass")
    assert more["returned"] == ["must be 3 or less"]


@pytest.mark.parametrize(
    ("keys_", "role", "may"), [(1, "advisor", True), (2, "advisor", False), (2, "manager", True)]
)
def test_a_role_decides_up_to_its_limit(keys, keys_, role, may):  # PK-21
    entry = enter(keys, **{**HELD, "kind": "car", "keys": keys_})
    lose = (keys, entry, "lose", an_actor(role=role), "gone")

    if may:
        assert move(*lose).state == "lost"
    else:
        with pytest.raises(Forbidden) as refusal:
            move(*lose)
        assert refusal.value.details["roles"] == ["manager"]


def test_a_move_that_wants_a_reason_is_refused_without(keys):
    entry = enter(keys, **{**HELD, "kind": "car"})

    assert faults_of(move, keys, entry, "lose", MANAGER, " ") == {"reason": ["must be given"]}


def test_a_correction_keeps_what_was_there_before(keys):  # FM-27
    entry = correct(keys, enter(keys, **HELD), holder="钱", keys=3, since="2026-03-01")

    assert (entry.revision, entry.fields["holder"]) == (2, "钱")
    assert entry.history[-1]["before"] == {"holder": "赵", "since": None}
    assert correct(keys, entry, RECEPTION, ["scan-2"]).attachments == ("scan-2",)


def test_a_correction_has_the_faults_of_an_entry_and_changes_something(keys):
    entry = enter(keys, **HELD)

    assert set(faults_of(correct, keys, entry, keys=0, colour="red")) == {"keys", "colour"}
    assert faults_of(correct, keys, entry, keys=3) == {"fields": ["nothing would change"]}
    assert set(faults_of(correct, keys, entry, returned=1)) == {"returned"}
    back = move(keys, entry, "take_back", returned=3, agreed_missing=0, label="pass")
    assert set(faults_of(correct, keys, back, returned=2)) == {"agreed_missing"}
    assert set(faults_of(correct, keys, back, label="fail")) == {"label_remark"}


def test_what_a_move_rested_on_is_not_corrected_afterwards(keys):  # PK-21
    entry = enter(keys, **{**HELD, "kind": "car", "keys": 1})
    lost = move(keys, entry, "lose", ADVISOR, "gone")

    assert set(faults_of(correct, keys, lost, keys=9)) == {"keys"}
    assert correct(keys, lost, holder="钱").fields["holder"] == "钱"


def test_an_entry_that_ended_is_kept_as_long_as_its_register_says(keys):  # PV-10
    entry = enter(keys, **HELD)
    assert entry.keep_until is None

    back = move(keys, entry, "take_back", returned=3, agreed_missing=0, label="pass")

    assert back.keep_until == NOW + timedelta(days=30)
    assert correct(keys, back, holder="钱").keep_until == back.keep_until


def test_an_entry_goes_on_paper_in_both_languages(keys):  # FM-27
    entry = enter(keys, **{**HELD, "since": "2026-03-01"})
    shop = a_store("s-prop")

    zh, en = (print_of(shop, keys, entry, language, False) for language in ("zh", "en"))

    assert (zh["title"], en["title"]) == ("钥匙", "Keys")
    assert [row["value"] for row in zh["rows"]] == ["赵", "3", "房间", "2026-03-01"]
    assert [row["label"] for row in en["rows"]] == ["Holder", "Keys", "Kind", "Since"]
    head = {row["label"]: row["value"] for row in en["head"]}
    assert head == {
        "Store": "Demo Gardens Sales", "Number": "K2026-007", "Version": "1", "State": "Out",
        "Written by": "sr-chen", "Written at": "2026-03-10 10:00", "Attachments": "scan-1",
    }  # fmt: skip
    assert en["signed"] == [{"label": "Written", "value": "2026-03-10 10:00 sr-chen"}]


def test_what_is_private_is_left_out_for_who_does_not_need_it(keys):  # PV-09
    shop, entry = a_store("s-prop"), enter(keys, **HELD)

    seen = entry_as_read(shop, keys, entry, discreet=True)

    assert (seen["fields"]["holder"], seen["history"][0]["fields"]["holder"]) == (None, None)
    assert "赵" not in str(print_of(shop, keys, entry, "zh", True))
    assert "赵" not in str(line_of(shop, keys, entry, "zh", True))


def test_entries_make_a_table_in_words(keys):  # FM-27
    entry = move(keys, enter(keys, **HELD), "take_back", returned=3, agreed_missing=0, label="pass")

    assert titles(keys, "en") == [
        "Number", "State", "Written at", "Written by", "Holder", "Keys", "Kind", "Since",
        "Returned", "Missing agreed", "Label", "Label: remark", "Missing",
    ]  # fmt: skip
    assert line_of(a_store("s-prop"), keys, entry, "en", False) == [
        "K2026-007", "Back", "2026-03-10 10:00", "sr-chen", "赵", "3", "Room", "", "3", "0", "Pass",
        "", "0",
    ]  # fmt: skip
