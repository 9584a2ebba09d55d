"""Registers over HTTP: entries written, moved, put right, listed, exported and printed."""

import csv
import io

import pytest

from common.contracts.booking import IllegalTransition
from common.contracts.booking import registers as contract
from common.errors import Stale
from gateway.roles import ROLES

REGISTERS = "/api/v1/registers"
ENTRIES = f"{REGISTERS}/visitor-slip/entries"
ENTRY = f"{ENTRIES}/e-1"
WRITTEN = {"store_id": "s-prop", "fields": {"visitor": "赵", "known": True}}


def test_a_store_says_which_registers_it_keeps(client, bus, staff):
    answer = client.get(f"{REGISTERS}?store_id=s-prop", headers=staff())

    assert [one["code"] for one in answer.json["registers"]] == ["visitor-slip"]
    assert bus.last == {"store_id": "s-prop"}


def test_an_entry_is_written_and_found_again(client, bus, staff):
    headers = staff("reception")

    made = client.post(ENTRIES, json=WRITTEN, headers={**headers, "Idempotency-Key": "k-1"})

    assert (made.status_code, made.headers["Location"]) == (201, ENTRY)
    assert bus.last == {
        **WRITTEN, "code": "visitor-slip", "attachments": [], "booking_id": None,
        "idempotency_key": "li:k-1",
    }  # fmt: skip
    assert client.get(ENTRY, headers=headers).json == made.json


def test_where_an_entry_is_found_is_said_in_the_store_s_words(client, staff):
    """A code that is no header's text must not break the answer."""
    made = client.post(f"{REGISTERS}/a%0Db/entries", json=WRITTEN, headers=staff("reception"))

    assert (made.status_code, made.headers["Location"]) == (201, ENTRY)


def test_an_entry_is_moved_and_put_right_as_its_reader_saw_it(client, bus, staff):
    headers = {**staff("reception"), "If-Match": '"1"'}

    moved = client.post(f"{ENTRY}/move", json={"move": "admit"}, headers=headers)
    assert (moved.status_code, moved.headers["ETag"]) == (200, '"2"')
    assert bus.last["if_revision"] == 1
    right = client.patch(ENTRY, json={"fields": {"host": "钱"}, "reason": "错字"}, headers=headers)

    assert (right.status_code, bus.last["fields"]) == (200, {"host": "钱"})


@pytest.mark.parametrize(
    ("body", "fault"), [({"reason": "错字"}, "changes"), ({"fields": {}}, "reason")]
)
def test_a_correction_says_what_and_why(client, bus, staff, body, fault):
    answer = client.patch(ENTRY, json=body, headers=staff("reception"))

    assert (answer.status_code, set(answer.json["errors"])) == (422, {fault})
    assert bus.asked == []


@pytest.mark.parametrize(
    ("refusal", "status"), [(Stale(revision=2), 412), (IllegalTransition(legal=["admit"]), 409)]
)
def test_who_was_slower_or_out_of_turn_is_told(client, bus, staff, refusal, status):
    bus.replies[contract.MOVE_ENTRY.key] = refusal

    answer = client.post(f"{ENTRY}/move", json={"move": "hand_back"}, headers=staff())

    assert answer.status_code == status


def test_entries_are_listed_by_state_and_time(client, bus, staff):
    query = "store_id=s-prop&state=inside&from=2026-03-09T00:00:00%2B08:00&limit=5"

    answer = client.get(f"{ENTRIES}?{query}", headers=staff())

    assert [one["number"] for one in answer.json["entries"]] == ["FK2026-00001"]
    assert (bus.last["state"], bus.last["limit"]) == ("inside", 5)


def test_all_entries_are_a_table_in_which_nothing_runs(client, bus, staff):  # FM-27
    pages = iter(["next", None])
    bus.replies[contract.ENTRY_TABLE.key] = lambda asked: {
        "titles": ["Number"], "lines": [["=cmd|' /C calc'!A0"]], "next_cursor": next(pages),
    }  # fmt: skip

    answer = client.get(
        f"{ENTRIES}?store_id=s-prop&format=csv&limit=1",
        headers={**staff(), "Accept-Language": "en"},
    )

    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="visitor-slip.csv"'
    lines = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert lines == [["Number"], ["'=cmd|' /C calc'!A0"], ["'=cmd|' /C calc'!A0"]]
    assert (bus.last["cursor"], bus.last["language"], bus.last["limit"]) == ("next", "en", 200)


def test_an_entry_goes_on_paper(client, bus, staff):  # FM-27
    answer = client.get(f"{ENTRY}/print?language=en", headers=staff())

    assert answer.json["rows"] == [{"label": "访客姓名", "value": "赵"}]
    assert bus.last == {"code": "visitor-slip", "entry_id": "e-1", "language": "en"}


@pytest.mark.parametrize("role", sorted(ROLES))
def test_whoever_works_in_a_store_may_write_in_its_registers(client, staff, role):
    answer = client.post(ENTRIES, json=WRITTEN, headers=staff(role))

    assert answer.status_code == (201 if "registers:write" in ROLES[role] else 403)


def test_registers_are_none_of_a_partners_business(client, bus, partner):
    assert client.get(f"{ENTRIES}?store_id=s-prop", headers=partner()).status_code == 403
    assert bus.asked == []
