import pytest

from common.contracts import booking as contract
from common.errors import NotFound, Stale, Unavailable
from tests.service.gateway.samples import SHARED, a_booking, a_slot, an_entry

WISH = {
    "store_id": "s-4s",
    "items": ["maintenance-a"],
    "start": "2026-03-10T10:00:00+08:00",
    "customer": {"name": "王小明", "phone": "13800138000"},
}
BOOKINGS = "/api/v1/bookings"


def test_a_partner_books(client, bus, partner):
    answer = client.post(BOOKINGS, json=WISH, headers=partner())

    assert answer.status_code == 201
    assert answer.headers["ETag"] == '"1"'
    assert answer.headers["Location"] == f"{BOOKINGS}/b-1"
    assert answer.json["links"]["self"].endswith(f"{BOOKINGS}/b-1")
    assert "Idempotent-Replayed" not in answer.headers
    assert bus.actor.id == "p1"
    assert bus.last["idempotency_key"] == "p1:k-1"
    assert bus.last["channel"] == "partner"


def test_asking_again_is_told_as_a_replay(client, bus, partner):
    bus.replies[contract.CREATE.key] = {"booking": a_booking(), "replayed": True}

    answer = client.post(BOOKINGS, json=WISH, headers=partner())

    assert (answer.status_code, answer.headers["Idempotent-Replayed"]) == (201, "true")


@pytest.mark.parametrize("key", ["", "k" * 256, "schlüssel", "a\tb"])
def test_a_partner_must_send_a_key_of_up_to_255_ascii_characters(client, bus, partner, key):
    headers = {**partner(), "Idempotency-Key": key}

    answer = client.post(BOOKINGS, json=WISH, headers=headers)

    assert answer.status_code == 400
    assert list(answer.json["errors"]) == ["Idempotency-Key"]
    assert bus.asked == []


def test_the_longest_key_is_taken(client, bus, partner):
    client.post(BOOKINGS, json=WISH, headers={**partner(), "Idempotency-Key": "k" * 255})

    assert bus.last["idempotency_key"] == "p1:" + "k" * 255


def test_the_same_key_of_two_partners_is_two_keys(client, bus, partner):
    for id_ in ("p1", "p2"):
        client.post(BOOKINGS, json=WISH, headers=partner(id_, idempotency_key="k"))

    assert [request["idempotency_key"] for _, _, request in bus.asked] == ["p1:k", "p2:k"]


def test_staff_need_no_key_and_each_request_gets_one(client, bus, staff):
    headers = staff("reception")

    for _ in range(2):
        assert client.post(BOOKINGS, json=WISH, headers=headers).status_code == 201

    first, second = (request["idempotency_key"] for _, _, request in bus.asked)
    assert first != second
    assert bus.last["channel"] == "phone"


def test_a_key_that_came_with_another_request_is_422(client, bus, partner):
    bus.replies[contract.CREATE.key] = contract.IdempotencyKeyReused()

    answer = client.post(BOOKINGS, json=WISH, headers=partner())

    assert (answer.status_code, answer.json["code"]) == (422, "idempotency_key_reused")


def test_a_taken_place_comes_with_what_is_still_free(client, bus, partner):
    bus.replies[contract.CREATE.key] = contract.SlotTaken(alternatives=[a_slot()])

    answer = client.post(BOOKINGS, json=WISH, headers=partner())

    assert (answer.status_code, answer.json["code"]) == (409, "slot_taken")
    assert answer.json["alternatives"] == [a_slot()]


def test_every_fault_is_told_at_once_by_its_dotted_name(client, bus, partner):  # BK-02
    wrong = {
        "items": [],
        "start": "2026-03-10T10:00:00",
        "customer": {"phone": "13800", "nickname": "x"},
        "subject": {"$where": "1"},
        "status": "completed",
    }

    answer = client.post(BOOKINGS, json=wrong, headers=partner())

    assert answer.status_code == 422
    assert set(answer.json["errors"]) == {
        "store_id",
        "items",
        "start",
        "customer.name",
        "customer.phone",
        "customer.nickname",
        "subject.$where.key",
        "status",
    }
    assert bus.asked == []


def test_the_services_faults_read_like_our_own(client, bus, partner):  # BK-02
    faults = {"customer": {"phone": ["not a telephone number"]}, "items": ["not offered here"]}
    bus.replies[contract.CREATE.key] = contract.Invalid(fields=faults)

    answer = client.post(BOOKINGS, json=WISH, headers=partner() | {"Accept-Language": "en"})

    assert answer.json["errors"] == {
        "customer.phone": ["not a telephone number"],
        "items": ["not offered here"],
    }


@pytest.mark.parametrize("field", ["status", "revision", "ticks", "partner_id", "idempotency_key"])
def test_nobody_sets_what_is_ours_to_set(client, bus, partner, field):
    answer = client.post(BOOKINGS, json={**WISH, field: "p2"}, headers=partner())

    assert answer.status_code == 422
    assert list(answer.json["errors"]) == [field]
    assert bus.asked == []


def test_what_one_has_read_need_not_be_sent_again(client, partner):
    headers = partner()
    first = client.get(f"{BOOKINGS}/b-1", headers=headers)

    again = client.get(
        f"{BOOKINGS}/b-1", headers={**headers, "If-None-Match": first.headers["ETag"]}
    )
    changed = client.get(f"{BOOKINGS}/b-1", headers={**headers, "If-None-Match": '"0"'})

    assert (again.status_code, again.data) == (304, b"")
    assert changed.status_code == 200


@pytest.mark.parametrize(
    ("if_match", "asked"),
    [('"3"', 3), ("3", 3), ("*", None), ('"x"', -1), ('W/"3"', -1), ('"3", "4"', -1)],
)
def test_a_change_may_name_the_revision_that_it_is_about(client, bus, partner, if_match, asked):
    headers = {**partner(), "If-Match": if_match}

    client.post(f"{BOOKINGS}/b-1/cancel", json={"reason_code": "illness"}, headers=headers)

    assert bus.last["if_revision"] == asked


def test_a_stale_change_is_412_with_the_booking_as_it_stands(client, bus, partner):
    bus.replies[contract.CANCEL.key] = Stale(revision=4)
    bus.replies[contract.GET.key] = a_booking(revision=4, status="arrived")

    answer = client.post(
        f"{BOOKINGS}/b-1/cancel",
        json={"reason_code": "illness"},
        headers={**partner(), "If-Match": '"3"'},
    )

    assert (answer.status_code, answer.json["code"]) == (412, "stale_revision")
    assert answer.json["revision"] == 4
    assert answer.json["current"]["status"] == "arrived"
    assert answer.json["current"]["customer"]["name"] is None


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (contract.ChangeWindowPassed(until="2026-03-10T06:00:00+08:00"), "change_window_passed"),
        (contract.IllegalTransition(status="cancelled", move="m", legal=[]), "illegal_transition"),
        (contract.OutsideHours(), "outside_hours"),
    ],
)
def test_what_the_stores_rules_refuse_is_409(client, bus, partner, error, code):
    bus.replies[contract.RESCHEDULE.key] = error

    answer = client.post(
        f"{BOOKINGS}/b-1/reschedule", json={"start": WISH["start"]}, headers=partner()
    )

    assert (answer.status_code, answer.json["code"]) == (409, code)


def test_somebody_elses_booking_is_not_there(client, bus, partner):
    bus.replies[contract.GET.key] = NotFound(what="booking", id="b-1")

    answer = client.get(f"{BOOKINGS}/b-1", headers=partner("p2"))

    assert (answer.status_code, answer.json["code"]) == (404, "not_found")


def test_when_the_service_is_away_one_is_told_when_to_ask_again(client, bus, partner):
    bus.replies[contract.CREATE.key] = Unavailable(part="booking")

    answer = client.post(BOOKINGS, json=WISH, headers=partner())

    assert (answer.status_code, answer.json["code"]) == (503, "unavailable")
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize("move", ["confirm", "arrive", "start", "complete"])
def test_a_move_without_words_needs_no_body(client, bus, staff, move):
    headers = staff("booking_agent")

    answer = client.post(f"{BOOKINGS}/b-1/{move}", headers=headers)

    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    assert bus.last["booking_id"] == "b-1"


class TestPersonalData:
    """PV-06: shown to a partner only while consent and agreement both stand."""

    @pytest.fixture(autouse=True)
    def _shared(self, bus):
        self.bus = bus
        self.book(consents=SHARED)

    def book(self, **changes):
        booking = a_booking(**changes)
        self.bus.replies[contract.GET.key] = booking
        self.bus.replies[contract.LIST.key] = {"bookings": [booking], "next_cursor": None}
        self.bus.replies[contract.CREATE.key] = {"booking": booking, "replayed": False}
        self.bus.replies[contract.CANCEL.key] = booking
        self.bus.replies[contract.HISTORY.key] = {"history": [an_entry()]}

    def everything(self, client, headers):
        """Return every answer in which a partner could meet the customer."""
        return [
            client.get(f"{BOOKINGS}/b-1", headers=headers),
            client.get(BOOKINGS, headers=headers),
            client.post(BOOKINGS, json=WISH, headers=headers),
            client.get(f"{BOOKINGS}/b-1/history", headers=headers),
            client.post(f"{BOOKINGS}/b-1/cancel", json={"reason_code": "illness"}, headers=headers),
        ]

    def told(self, answers):
        assert {answer.status_code for answer in answers} <= {200, 201}
        return [
            any(word in answer.get_data(as_text=True) for word in ("王小明", "138", "沪A", "靠窗"))
            for answer in answers
        ]

    def test_with_both_it_is_there(self, client, partner):
        assert self.told(self.everything(client, partner())) == [True] * 5

    def test_without_consent_it_is_not(self, client, partner):
        self.book(consents={**SHARED, "share_with_partner": False})

        assert self.told(self.everything(client, partner())) == [False] * 5

    def test_without_agreement_it_is_not(self, client, partner):
        headers = partner(agreement_until=None)

        assert self.told(self.everything(client, headers)) == [False] * 5

    @pytest.mark.parametrize(
        ("now", "seen"),
        [("2026-06-30T23:59:59+08:00", True), ("2026-07-01T00:00:00+08:00", False)],
    )
    def test_the_agreement_holds_to_the_end_of_its_last_day(self, client, partner, now, seen):
        headers = partner()
        client.put("/api/v1/sandbox/clock", json={"now": now}, headers=headers)

        assert self.told(self.everything(client, headers)) == [seen] * 5

    def test_the_rest_of_the_answer_is_the_same(self, client, partner):
        shared = client.get(f"{BOOKINGS}/b-1", headers=partner()).json
        bare = client.get(f"{BOOKINGS}/b-1", headers=partner("p1", agreement_until=None)).json

        different = {name for name in shared if shared[name] != bare[name]}

        assert shared.keys() == bare.keys()
        assert different <= {"customer", "subject", "note"}
