"""Registers with the real database: numbered entries, moved, corrected, found, forgotten."""

from datetime import timedelta
from threading import Thread

import pytest

from common.bus.due import Work
from common.contracts.booking import IdempotencyKeyReused, IllegalTransition
from common.errors import Forbidden, Invalid, NotFound, Stale
from services.booking import registers
from tests.service.booking.asking import NOW, book, enter, move_entry
from tests.worlds import EVERYTHING, an_actor, config_of

VISITOR = {
    "visitor": "赵", "papers": "id_card", "papers_returned": True, "host": "钱", "floor": "7",
    "known": True,
}  # fmt: skip
KEYS = """
register: keys
version: 1
name: {zh: 钥匙, en: Keys}
number: "K{year}-{count:03}"
role: any
fields: {holder: {name: {zh: 领用人, en: Holder}}}
"""


@pytest.fixture
def front(store, desk):
    """The front desk of the property."""
    store.save_store("s-prop", config_of("s-prop"))
    return desk


def listed(desk, code="visitor-slip", **asked):
    blank = dict.fromkeys(("state", "booking_id", "number", "from_", "to", "cursor"))
    return desk.list_entries(**{**blank, "code": code, "store_id": "s-prop", "limit": 50, **asked})


def correct(desk, entry, reason="错字", attachments=None, if_revision=None, **fields):
    return desk.correct_entry(
        code=entry["register"], entry_id=entry["id"], fields_=fields, attachments=attachments,
        if_revision=if_revision, reason=reason,
    )  # fmt: skip


def test_a_form_has_store_number_version_creator_time_and_attachments(front):  # FM-27
    entry = enter(front(), "visitor-slip", **VISITOR, attachments=["scan-7"])["entry"]

    assert (entry["store_id"], entry["number"], entry["version"]) == ("s-prop", "FK2026-00001", 1)
    assert (entry["created_by"]["id"], entry["created_at"]) == (
        "sr-chen", "2026-03-09T09:00:00+08:00",
    )  # fmt: skip
    assert entry["attachments"] == ["scan-7"]
    assert front().get_entry(code="visitor-slip", entry_id=entry["id"]) == entry


def test_a_visitor_comes_and_goes_in_order(front):  # AR-18
    entry = enter(front(), "visitor-slip", **VISITOR)["entry"]
    with pytest.raises(IllegalTransition) as refusal:
        move_entry(front(), entry, "hand_back", slip_returned=True)
    assert refusal.value.details["legal"] == ["admit", "turn_away"]

    move_entry(front(), entry, "admit")
    gone = move_entry(front(), entry, "hand_back", slip_returned=True)

    assert (gone["state"]["code"], gone["ended"], gone["revision"]) == ("left", True, 3)
    assert [line["move"] for line in gone["history"]] == ["open", "admit", "hand_back"]


def test_a_store_keeps_the_registers_of_its_trade_and_no_others(front):
    codes = {one["code"] for one in front().registers(store_id="s-prop")["registers"]}

    assert {"visitor-slip", "duty-log", "discount-approval"} <= codes
    assert "gas-task" not in codes
    with pytest.raises(NotFound):
        enter(front(), "gas-task")
    with pytest.raises(NotFound):
        listed(front(), "songs")


def test_of_many_written_at_once_each_has_its_number(front):  # FM-27
    numbers, desks = [], [front() for _ in range(8)]
    threads = [
        Thread(
            target=lambda desk=desk: numbers.append(
                enter(desk, "visitor-slip", **VISITOR)["entry"]["number"]
            )
        )
        for desk in desks
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert sorted(numbers) == [f"FK2026-0000{n}" for n in range(1, 9)]


def test_each_year_and_each_register_counts_anew(front):  # FM-27
    def number(code="visitor-slip", now=NOW, **fields):
        return enter(front(now=now), code, **(fields or VISITOR))["entry"]["number"]

    in_out = {"person": "赵", "company": "示范", "floor": "7"}
    assert number() == "FK2026-00001"
    assert number("in-out", **in_out) == "CR2026-00001"
    assert number(now=NOW.replace(year=2027)) == "FK2027-00001"


def test_the_same_key_writes_one_entry(front, database):
    first = enter(front(), "visitor-slip", key="k-1", **VISITOR)
    again = enter(front(), "visitor-slip", key="k-1", **VISITOR)

    assert (first["entry"], again["replayed"]) == (again["entry"], True)
    assert database["entries"].count_documents({}) == 1
    with pytest.raises(IdempotencyKeyReused):
        enter(front(), "visitor-slip", key="k-1", **{**VISITOR, "floor": "8"})


def test_every_fault_is_told_and_nothing_is_written(front, database):
    with pytest.raises(Invalid) as refusal:
        enter(front(), "visitor-slip", known="perhaps", colour="red")

    assert set(refusal.value.details["fields"]) == set(VISITOR) | {"colour"}
    assert database["entries"].count_documents({}) == 0


def test_a_correction_is_kept_beside_what_stood_there(front):  # FM-27
    entry = enter(front(), "visitor-slip", **VISITOR)["entry"]

    right = correct(front(), entry, host="孙")

    assert right["fields"]["host"] == "孙"
    assert right["history"][-1] | {"at": None, "actor": None} == {
        "at": None, "actor": None, "move": "correct", "reason": "错字", "revision": 2,
        "state": "asked", "fields": {"host": "孙"}, "before": {"host": "钱"},
    }  # fmt: skip


def test_of_two_who_write_on_the_same_reading_one_is_told(front, store):
    entry = enter(front(), "visitor-slip", **VISITOR)["entry"]
    kept = store.entry(entry["id"])
    move_entry(front(), entry, "admit", if_revision=1)

    with pytest.raises(Stale):
        correct(front(), entry, host="孙", if_revision=1)
    with pytest.raises(Stale) as refusal:
        store.change_entry(kept, kept)
    assert refusal.value.details == {"revision": 2}


def test_who_may_not_write_in_a_register_is_refused(front):
    with pytest.raises(Forbidden):
        enter(front(by=an_actor(role="advisor")), "visitor-slip", **VISITOR)


def test_what_an_entry_says_of_a_visit_is_found_by_its_booking(front):  # AR-27, AR-28
    booking = book(front(), store_id="s-prop", items=["viewing"])
    staff = {"greeter": "迎宾", "consultant": "苏", "manager": "孔"}
    enter(front(), "reception-staff", booking_id=booking["id"], **staff)
    paper = enter(front(), "questionnaire", booking_id=booking["id"], topic="户型")["entry"]
    move_entry(front(), paper, "fill", needs="三房")

    [who] = listed(front(), "reception-staff", booking_id=booking["id"])["entries"]
    [needs] = listed(front(), "questionnaire", booking_id=booking["id"])["entries"]

    assert who["fields"] == staff
    assert needs["fields"]["needs"] == "三房"
    with pytest.raises(Invalid):
        enter(front(), "questionnaire", booking_id="b-0", topic="户型")


def test_entries_are_found_page_by_page_the_newest_first(front):
    for minute in range(3):
        enter(front(now=NOW + timedelta(minutes=minute)), "visitor-slip", **VISITOR)
    last = listed(front(), limit=1)["entries"][0]
    move_entry(front(), last, "admit")

    page = listed(front(), limit=2)
    rest = listed(front(), cursor=page["next_cursor"])

    numbers = [one["number"] for one in (*page["entries"], *rest["entries"])]
    assert numbers == ["FK2026-00003", "FK2026-00002", "FK2026-00001"]
    assert [one["number"] for one in listed(front(), state="inside")["entries"]] == numbers[:1]
    assert len(listed(front(), from_=NOW + timedelta(minutes=1))["entries"]) == 2
    assert len(listed(front(), number="FK2026-00002")["entries"]) == 1


def test_entries_make_a_table_in_the_reader_s_words(front):  # FM-27
    enter(front(), "visitor-slip", **VISITOR)

    asked = dict.fromkeys(("state", "booking_id", "number", "from_", "to", "cursor"))
    table = front().entry_table(
        code="visitor-slip", store_id="s-prop", language="en", limit=50, **asked
    )

    line = dict(zip(table["titles"], table["lines"][0], strict=True))
    assert (line["Number"], line["Papers shown"], line["Identity is known"]) == (
        "FK2026-00001", "ID card", "Yes",
    )  # fmt: skip


def test_an_entry_is_printed_in_both_languages(front):  # FM-27
    entry = enter(front(), "visitor-slip", **VISITOR)["entry"]

    def printed(language):
        return front().print_entry(code="visitor-slip", entry_id=entry["id"], language=language)

    assert (printed("zh")["title"], printed("en")["title"]) == ("访客单", "Visitor slip")
    assert {"label": "出示证件", "value": "身份证"} in printed("zh")["rows"]


def test_an_entry_of_another_store_or_register_is_not_there(front):
    entry = enter(front(), "visitor-slip", **VISITOR)["entry"]
    stranger = front(by=an_actor(stores=frozenset({"s-4s"}), may=EVERYTHING))

    with pytest.raises(NotFound):
        stranger.get_entry(code="visitor-slip", entry_id=entry["id"])
    with pytest.raises(NotFound):
        front().get_entry(code="loan", entry_id=entry["id"])
    with pytest.raises(NotFound):
        listed(stranger)


@pytest.mark.parametrize(("days", "left"), [(29, 1), (30, 0)])
def test_a_slip_is_forgotten_thirty_days_after_its_visitor_left(front, database, days, left):
    # PV-10, AR-18
    entry = enter(front(), "visitor-slip", **VISITOR)["entry"]
    enter(front(), "visitor-slip", **VISITOR)
    move_entry(front(), entry, "admit")
    move_entry(front(), entry, "hand_back", slip_returned=True)
    later = NOW + timedelta(days=days)

    front(now=later).watch(Work("w", "watch", later, {"store_id": "s-prop"}, 1, 1))

    assert database["entries"].count_documents({"_id": entry["id"]}) == left
    assert database["entries"].count_documents({}) == left + 1


def test_a_register_is_added_by_a_file_alone(front, store, tmp_path, monkeypatch):  # FM-27
    (tmp_path / "keys.yaml").write_text(KEYS)
    monkeypatch.setattr(registers.REGISTERS, "folder", tmp_path)
    registers.register.cache_clear()
    store.save_store("s-prop", config_of("s-prop", registers=["keys"]))

    entry = enter(front(), "keys", holder="赵")["entry"]
    registers.register.cache_clear()

    assert (entry["number"], entry["state"]["code"], entry["ended"]) == (
        "K2026-001",
        "entered",
        True,
    )
