"""One-time codes: how often, to whom, how long; and what guessing leads to."""

import re

import pytest

from common.contracts.notification.codes import SEND_CODE
from common.errors import Unavailable
from gateway.customers import limits
from gateway.customers.policy import CustomerPolicy
from tests.service.gateway.conftest import API

PHONE = "+8613800138000"
ELSEWHERE = {"REMOTE_ADDR": "203.0.113.9"}


@pytest.fixture
def customers(app):
    return app.extensions["slipboard"].customers


@pytest.fixture
def ask(client):
    def ask(phone=PHONE, address="198.51.100.1", **more):
        return client.post(
            f"{API}/public/codes",
            json={"phone": phone, **more},
            environ_overrides={"REMOTE_ADDR": address},
        )

    return ask


def sent(bus):
    return [request for key, _, request in bus.asked if key == SEND_CODE.key]


def test_a_code_is_sent_and_only_its_hash_is_kept(ask, bus, database):
    answer = ask(language="en")

    [told] = sent(bus)
    assert re.fullmatch(r"\d{6}", told["code"])
    assert (told["phone"], told["language"]) == (PHONE, "en")
    [kept] = database["customer_codes"].find()
    assert kept["_id"] == answer.json["id"]
    assert told["code"] not in str(kept)
    assert PHONE not in str(kept)


def test_the_answer_says_nothing_of_whether_the_number_is_known(ask, bus):  # negative 20
    known, unknown = ask(), ask(phone="+8613900139000")

    assert known.json.keys() == unknown.json.keys() == {"id", "expires_at"}
    assert {key for key, _, _ in bus.asked} == {SEND_CODE.key}


def test_a_number_gets_three_codes_an_hour(ask, bus):
    statuses = [ask(address=f"198.51.100.{n}").status_code for n in range(4)]

    assert statuses == [201, 201, 201, 429]
    assert len(sent(bus)) == 3


def test_an_address_gets_twenty_codes_an_hour(ask, bus):
    answers = [ask(phone=f"+86138{n:04d}8000") for n in range(21)]

    assert [one.status_code for one in answers] == [201] * 20 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 3000


def test_pumping_a_block_of_numbers_stops_at_ten(ask, bus):  # negative 22
    """500 numbers of one prefix, each from an address of its own."""
    statuses = [
        ask(phone=f"+861380013{n:04d}", address=f"10.0.{n // 250}.{n % 250}").status_code
        for n in range(500)
    ]

    assert statuses.count(201) == 10
    assert statuses.count(429) == 490
    assert len(sent(bus)) == 10


@pytest.mark.parametrize("phone", ["+4915123456789", "+881612345678", "+862155550101"])
def test_nothing_is_sent_where_the_chain_serves_nobody(ask, bus, phone):  # negative 22
    answer = ask(phone=phone)

    assert (answer.status_code, list(answer.json["errors"])) == (422, ["phone"])
    assert sent(bus) == []


def test_the_chain_may_serve_other_countries(ask, customers):
    customers.keep_policy(CustomerPolicy(served=("CN", "DE")))

    assert ask(phone="+4915123456789").status_code == 201


def test_the_budget_of_a_day_is_a_hard_stop_and_operators_are_told(
    ask, bus, customers, capsys
):  # negative 22
    customers.keep_policy(CustomerPolicy(daily_codes=4))
    statuses = [
        ask(phone=f"+86138{n:04d}8000", address=f"10.0.0.{n}").status_code for n in range(6)
    ]

    assert statuses == [201] * 4 + [429] * 2
    assert len(sent(bus)) == 4
    told = re.findall(r"percent\W+(\d+)", re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out))
    assert told == ["50", "100"] or told == ["50", "80", "100"]


def test_while_nobody_can_send_it_says_so(ask, bus):
    bus.replies[SEND_CODE.key] = Unavailable(part="notification")

    assert ask().status_code == 503


# guessing


def guess(client, proof, address="198.51.100.1", key="w-1"):
    return client.post(
        f"{API}/public/bookings",
        json={
            "store_id": "s-4s",
            "items": ["maintenance-a"],
            "start": "2026-03-10T10:00:00+08:00",
            "customer": {"name": "王小明", "phone": PHONE},
            "consents": {"privacy_version": "2026-01"},
            "verification": proof,
        },
        headers={"Idempotency-Key": key},
        environ_overrides={"REMOTE_ADDR": address},
    )


def wrong_than(code):
    return f"{(int(code) + 1) % 10**6:06d}"


def test_after_five_wrong_tries_the_right_code_is_worth_nothing(client, ask, bus):  # negative 20
    id_ = ask().json["id"]
    right = sent(bus)[0]["code"]
    answers = [
        guess(client, {"id": id_, "code": wrong_than(right)}, key=f"w-{n}") for n in range(5)
    ]
    answers.append(guess(client, {"id": id_, "code": right}, key="w-6"))

    assert {answer.status_code for answer in answers} == {422}
    assert len({str(answer.json["errors"]) for answer in answers}) == 1


def test_the_fifth_try_still_counts(client, ask, bus):
    id_ = ask().json["id"]
    right = sent(bus)[0]["code"]
    for n in range(4):
        guess(client, {"id": id_, "code": wrong_than(right)}, key=f"w-{n}")

    assert guess(client, {"id": id_, "code": right}, key="w-5").status_code == 201


def test_a_thousand_guesses_from_one_address_are_ten_a_minute(
    client, ask, monkeypatch
):  # negative 20
    monkeypatch.setattr(limits, "READS", limits.RateLimitItemPerSecond(5000))
    monkeypatch.setattr(limits, "BOOKINGS_OF_ADDRESS", limits.RateLimitItemPerHour(5000))
    id_ = ask().json["id"]
    statuses = [
        guess(client, {"id": id_, "code": f"{n:06d}"}, key=f"w-{n}").status_code
        for n in range(1000)
    ]

    assert statuses.count(429) == 990
    assert 201 not in statuses[5:]


def test_a_code_that_never_was_is_answered_like_a_wrong_one(client, ask, bus):  # negative 20
    id_ = ask().json["id"]
    wrong = guess(client, {"id": id_, "code": wrong_than(sent(bus)[0]["code"])})
    never = guess(client, {"id": "never", "code": "123456"}, key="w-2")

    assert never.json["errors"] == wrong.json["errors"]


def test_a_code_is_over_after_ten_minutes(client, ask, bus, database):
    id_ = ask().json["id"]
    [kept] = database["customer_codes"].find()
    early = kept["expires_at"].replace(year=2020)
    database["customer_codes"].update_one({"_id": id_}, {"$set": {"expires_at": early}})

    answer = guess(client, {"id": id_, "code": sent(bus)[0]["code"]})

    assert answer.status_code == 422
