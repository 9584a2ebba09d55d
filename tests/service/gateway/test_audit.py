"""The audit log on a real database: nothing is done that is not in it (PV-05)."""

from threading import Thread

import pytest
from pymongo.errors import ServerSelectionTimeoutError

from common.clock import real
from gateway.audit.chain import Entry
from gateway.audit.log import AuditLog, as_kept
from gateway.audit.watching import NOBODY

ENTRIES, ITEM = "/api/v1/audit-entries", "/api/v1/stores/s-4s/items/facial"
AN_ITEM = {"name": {"zh": "面部护理", "en": "Facial"}, "minutes": 60}


@pytest.fixture
def listed(client, staff):
    def by_head_office(**asked):
        reader = staff("head_office", login="head")
        return client.get(ENTRIES, headers=reader, query_string=asked).json["entries"]

    return by_head_office


def test_a_change_is_in_the_log_with_who_asked_for_it(client, staff, listed):  # PV-05
    manager = staff("manager")
    client.put(ITEM, json=AN_ITEM, headers=manager | {"X-Correlation-Id": "of-this-test"})

    entry = listed(act="asked")[0]
    assert entry["correlation_id"] == "of-this-test"
    assert entry["act"] == "asked"
    assert entry["what"] == "PUT /api/v1/stores/<store_id>/items/<code>"
    assert entry["ids"] == {"store_id": "s-4s", "code": "facial"}
    assert entry["by"]["role"] == "manager"


def test_who_is_refused_is_in_the_log_whatever_they_asked_for(client, staff, listed):  # negative 3
    told = client.get("/api/v1/webhook-endpoints", headers=staff("reception"))

    assert told.status_code == 403
    entry = listed(act="refused")[0]
    assert (entry["by"]["role"], entry["details"]["needs"]) == ("reception", "webhooks:read")


def test_a_token_that_was_kept_long_ago_is_shown_to_nobody(database, listed):  # PV-05
    ids = {"token": "of a link", "store_id": "s-4s"}
    AuditLog.beside(database).add(Entry(0, as_kept(real()), "asked", "POST /old", NOBODY, ids=ids))

    [entry] = [one for one in listed(act="asked") if one["what"] == "POST /old"]
    assert entry["ids"] == {"store_id": "s-4s"}


def test_the_days_work_is_not_in_it(client, staff, listed):
    reception = staff("reception", login="chen-by-day")
    assert client.post("/api/v1/bookings/b-1/arrive", json={}, headers=reception).status_code == 200

    assert [one["details"] for one in listed(by="chen-by-day")] == [{"signed_in": "by token"}]


def test_only_those_who_watch_read_it(client, staff):
    assert client.get(ENTRIES, headers=staff("manager")).status_code == 403
    assert client.get(ENTRIES, headers=staff("operator")).status_code == 200


def test_the_log_is_read_page_by_page(client, staff, listed):
    manager = staff("manager", login="pager")
    for minutes in (30, 60, 90):
        client.put(ITEM, json=AN_ITEM | {"minutes": minutes}, headers=manager)

    first = [one["number"] for one in listed(by="pager", act="asked", limit=2)]
    second = [one["number"] for one in listed(by="pager", act="asked", limit=2, cursor=first[-1])]
    assert len(first) == len(second) + 1 == 2
    assert first + second == sorted(first + second, reverse=True)


def test_what_cannot_be_noted_is_not_done(client, bus, staff, monkeypatch):  # PV-05
    def away(*_):
        raise ServerSelectionTimeoutError("away")

    manager = staff("manager")
    monkeypatch.setattr(AuditLog, "add", away)

    told = client.put(ITEM, json=AN_ITEM, headers=manager)
    assert told.status_code == 503
    assert "Retry-After" in told.headers
    assert bus.asked == []


def test_many_who_write_at_once_make_one_chain(database):
    logs = [AuditLog(database) for _ in range(4)]
    writers = [Thread(target=_write, args=(log, 10)) for log in logs for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert logs[0].last()[0] == 80
    assert list(logs[0].faults()) == []


def _write(log, count):
    for _ in range(count):
        log.add(Entry(0, as_kept(real()), "asked", "PUT /x", {"id": "head"}))


def test_who_signs_in_is_in_the_log_and_who_is_not_let_in(client, staff, person, listed):
    staff("manager", login="xu")
    person("manager", login="he")
    for login in ("he", "my-password-by-mistake"):
        told = client.post("/api/v1/tokens", json={"login": login, "password": "wrong"})
        assert told.status_code == 401

    noted = listed(by="xu")[0]
    assert (noted["act"], noted["details"]) == ("noted", {"signed_in": "by token"})
    refused = [
        one["details"]["login"] for one in listed(act="refused") if "login" in one["details"]
    ]
    assert refused[:2] == ["", "he"]
