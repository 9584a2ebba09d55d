"""Customers' personal data over HTTP: shown, exported, erased, agreed to; read by few."""

import pytest

from common.contracts import SERVICES, erasing
from common.contracts.booking import personal
from common.contracts.booking.arrivals import PREFILL
from common.contracts.followup.erasures import ERASE_CUSTOMER, ErasureHeld
from common.contracts.notification.contacts import CONSENT
from common.errors import NotFound
from gateway import sensitive
from tests.service.gateway.samples import of_the_door

API = "/api/v1"
WISH = {"reason": "customer_wish", "requested_by": "customer"}
SAID = {"text_version": "2026-01", "said_in": "phone"}


@pytest.fixture
def noted():
    """Return the notes of sensitive reads, as the audit log gets them."""
    notes = []
    sensitive.heard.append(notes.append)
    yield notes
    sensitive.heard.remove(notes.append)


def test_a_customer_is_shown_with_what_there_is_of_them(client, staff):
    shown = client.get(f"{API}/customers/c-1", headers=staff("manager")).json

    assert shown["counts"] == {name: {"file": 2} for name in SERVICES}
    assert shown["consents"][0]["purpose"] == "marketing"
    assert shown["phone"] == of_the_door()[PREFILL.key]["customer"]["phone"]


def test_the_whole_number_is_for_those_of_the_matrix(client, staff):  # PV-05, PV-09
    shown = client.get(f"{API}/customers/c-1", headers=staff("advisor")).json

    assert "****" in shown["phone"]


def test_who_reads_no_messages_sees_no_consents(client, staff):  # PV-05
    answer = client.get(f"{API}/customers/c-1", headers=staff("tracking_clerk"))

    assert (answer.status_code, answer.json["consents"]) == (200, [])


def test_of_whom_nobody_knows_anything_there_is_nothing(client, bus, staff):
    for name in SERVICES:
        bus.replies[erasing.count_person(name).key] = {"counts": {}}
    bus.replies[PREFILL.key] = NotFound(what="customer")
    bus.replies["notification.contact"] = NotFound(what="contact")

    assert client.get(f"{API}/customers/c-9", headers=staff("manager")).status_code == 404


def test_an_export_is_asked_of_every_service_page_by_page(client, bus, staff, noted):
    pages = [
        {"items": [{"what": "booking", "id": "b-1"}], "next_after": "0|b-1"},
        {"items": [{"what": "booking", "id": "b-2"}], "next_after": None},
    ]
    bus.replies[erasing.export_person("booking").key] = lambda asked: pages[bool(asked["after"])]

    answer = client.get(f"{API}/customers/c-1/export?reason=书面申请", headers=staff("manager"))

    assert [one["id"] for one in answer.json["services"]["booking"]] == ["b-1", "b-2"]
    assert set(answer.json["services"]) == set(SERVICES)
    assert "attachment" in answer.headers["Content-Disposition"]
    [note] = noted
    assert (note.of, note.reason, note.by.role) == ({"customer_id": "c-1"}, "书面申请", "manager")


def test_an_erasure_is_taken_on_and_can_be_looked_at(client, bus, staff):  # PV-07
    headers = staff("manager")
    taken = client.post(f"{API}/customers/c-1/erase", json=WISH, headers=headers)
    assert (taken.status_code, taken.json["state"]) == (202, "waiting")
    assert bus.last == {"customer_id": "c-1", "cancel_upcoming": False, **WISH}

    shown = client.get(f"{API}/customers/c-1/erasure", headers=headers).json
    assert shown["held_by"] == [{"kind": "case", "id": "k-1", "store_id": "s-4s"}]


@pytest.mark.parametrize(
    ("language", "title"),
    [("zh", "该客户还有未完成的预约"), ("en", "The customer still has something to come")],
    ids=["zh", "en"],
)
def test_what_holds_an_erasure_is_said(client, bus, staff, language, title):
    held = [{"kind": "booking", "id": "b-1", "number": "K7Q2MX"}]
    bus.replies[ERASE_CUSTOMER.key] = ErasureHeld(held_by=held)

    refused = client.post(
        f"{API}/customers/c-1/erase",
        json=WISH,
        headers={**staff("manager"), "Accept-Language": language},
    )

    assert (refused.status_code, refused.json["code"]) == (409, "erasure_held")
    assert (refused.json["held_by"], refused.json["title"]) == (held, title)


def test_reasons_are_of_a_closed_list_so_that_the_register_names_nobody(client, staff):
    wish = {"reason": "赵先生来电", "requested_by": "赵先生"}

    refused = client.post(f"{API}/customers/c-1/erase", json=wish, headers=staff("manager"))

    assert refused.status_code == 422
    assert set(refused.json["errors"]) == {"reason", "requested_by"}


def test_consents_are_noted_with_their_words_and_sharing_ends_at_once(client, bus, staff):
    # PV-04, PV-06
    acts = [
        {"purpose": "sharing", "given": False},
        {"purpose": "marketing", "given": True, "channels": ["sms"]},
    ]
    said = {**SAID, "consents": acts}

    answer = client.put(f"{API}/customers/c-1/consents", json=said, headers=staff("booking_agent"))

    assert (answer.status_code, answer.headers["ETag"]) == (200, '"3"')
    asked = [(key, told) for key, _, told in bus.asked if key in (personal.SHARE.key, CONSENT.key)]
    assert [key for key, _ in asked] == [personal.SHARE.key, CONSENT.key, CONSENT.key]
    assert asked[0][1]["given"] is False
    assert asked[2][1] == {
        "customer_id": "c-1", "purpose": "marketing", "given": True, "channels": ["sms"],
        "reason": "", **SAID,
    }  # fmt: skip


def test_a_number_is_unmasked_for_a_reason_which_is_noted(client, staff, noted):  # PV-05
    path = f"{API}/bookings/b-1/unmask"
    headers = staff("reception")
    assert client.post(path, json={}, headers=headers).status_code == 422
    assert noted == []

    shown = client.post(path, json={"reason": "核对身份"}, headers=headers).json

    assert shown["id_number"] == "310101198001010011"
    [note] = noted
    assert (note.what, note.of, note.reason) == (
        "phone, id_number",
        {"booking_id": "b-1"},
        "核对身份",
    )


@pytest.mark.parametrize("role", ["advisor", "cr_clerk", "bdc", "workshop_supervisor"])
def test_who_is_not_of_the_matrix_unmasks_nothing(client, staff, noted, role):  # PV-05, negative 3
    answer = client.post(f"{API}/bookings/b-1/unmask", json={"reason": "想看"}, headers=staff(role))

    assert (answer.status_code, noted) == (403, [])


def test_a_note_that_cannot_be_kept_keeps_the_number_hidden(client, app, staff):
    def full(_):
        raise OSError("the disk is full")

    app.testing, before = False, app.testing
    sensitive.heard.append(full)
    try:
        answer = client.post(
            f"{API}/bookings/b-1/unmask", json={"reason": "核对"}, headers=staff("reception")
        )
    finally:
        sensitive.heard.remove(full)
        app.testing = before

    assert answer.status_code == 500
    assert "id_number" not in answer.text


def test_a_partner_reads_no_customer(client, partner):  # PV-06
    for path in ("customers/c-1", "customers/c-1/export", "customers/c-1/erasure"):
        assert client.get(f"{API}/{path}", headers=partner()).status_code == 403


def test_anybody_who_books_reads_what_a_customer_is_told(client, partner):  # PV-01, PV-02
    notice = client.get(f"{API}/stores/s-4s/privacy-notice", headers=partner()).json

    assert (notice["version"], notice["items"][0]["collects"]) == ("2026-01", ["name", "phone"])
    assert set(notice["words"]) == {"zh", "en"}


def test_what_would_go_is_shown_before_it_goes(client, staff):  # PV-07
    shown = client.post(f"{API}/retention/preview", headers=staff("head_office")).json

    assert [one["service"] for one in shown["classes"]] == list(SERVICES)
    assert shown["classes"][0]["documents"] == 12
