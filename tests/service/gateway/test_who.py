"""Keys, tokens, scopes and roles: who gets in, and how far."""

import pytest

from common.clock import real
from common.contracts import booking as contract
from gateway.partners import CACHE_SECONDS
from gateway.roles import ROLES
from tests.service.gateway.conftest import PASSWORD

STORES, BOOKINGS, TOKENS = "/api/v1/stores", "/api/v1/bookings", "/api/v1/tokens"


def bearer(key):
    return {"Authorization": f"Bearer {key}"}


@pytest.fixture
def key(partner):
    return partner()["Authorization"].removeprefix("Bearer ")


def test_a_key_lets_its_partner_in(client, bus, key):
    assert client.get(STORES, headers=bearer(key)).status_code == 200
    assert (bus.actor.kind, bus.actor.id, bus.actor.stores) == ("partner", "p1", {"*"})


@pytest.mark.parametrize(
    "spoil",
    [
        lambda key: key[:-1],
        lambda key: key + "0",
        lambda key: key.upper(),
        lambda key: key.replace("p1", "p2"),
        lambda key: f"{key},Bearer {key}",
        lambda key: f"{key} {key}",
        lambda key: "sk_p1_",
        lambda key: "sk__",
        lambda key: "sk_$ne_x",
        lambda key: "",
    ],
)
def test_anything_else_is_401_and_says_how_to_sign_in(client, bus, key, spoil):  # negative 6
    answer = client.get(STORES, headers=bearer(spoil(key)))

    assert (answer.status_code, answer.json["code"]) == (401, "unauthenticated")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert bus.asked == []


@pytest.mark.parametrize("header", [None, "", "Basic cDE6eA==", "Bearer", "sk_p1_s3cret"])
def test_without_a_bearer_nobody_gets_in(client, key, header):
    headers = {"Authorization": header} if header is not None else {}

    assert client.get(STORES, headers=headers).status_code == 401


def test_a_key_stands_in_the_database_only_as_a_hash(database, key):
    [kept] = database["partners"].find()

    assert "s3cret" not in str(kept)


def test_a_known_key_costs_no_read(client, database, key):
    client.get(STORES, headers=bearer(key))
    database["partners"].delete_many({})

    assert client.get(STORES, headers=bearer(key)).status_code == 200


def test_a_revoked_key_is_dead_within_five_seconds(
    client, partners, key, monkeypatch
):  # negative 6
    assert client.get(STORES, headers=bearer(key)).status_code == 200
    partners.edit("p1", lambda one: one.ended(real(), "head"))

    later = _seconds_later(CACHE_SECONDS)
    monkeypatch.setattr("gateway.partners.known.time.monotonic", later)

    assert CACHE_SECONDS <= 5
    assert client.get(STORES, headers=bearer(key)).status_code == 401


def _seconds_later(seconds):
    from time import monotonic

    return lambda: monotonic() + seconds


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", BOOKINGS, {}),
        ("POST", f"{BOOKINGS}/b-1/cancel", {"reason_code": "other"}),
        ("POST", f"{BOOKINGS}/b-1/confirm", {}),
        ("POST", f"{BOOKINGS}/b-1/arrive", {}),
        ("GET", "/api/v1/tasks", None),
        ("GET", "/api/v1/messages", None),
        ("GET", "/api/v1/reports", None),
    ],
)
def test_a_key_that_may_only_read_does_no_more(
    client, bus, partner, method, path, body
):  # negative 5
    headers = partner(scopes=["stores:read", "bookings:read"])

    answer = client.open(path, method=method, json=body, headers=headers)

    assert (answer.status_code, answer.json["code"]) == (403, "forbidden")
    assert bus.asked == []


def test_a_partner_acts_within_its_stores(client, bus, partner):
    client.get(BOOKINGS, headers=partner(stores=["s-beau"]))

    assert bus.actor.stores == {"s-beau"}


def test_a_person_signs_in_and_out_by_token(client, bus, staff):
    headers = staff("head_office")
    assert client.get(STORES, headers=headers).status_code == 200
    assert (bus.actor.kind, bus.actor.id, bus.actor.role) == ("staff", "li", "head_office")
    assert bus.actor.stores == {"*"}

    assert client.delete(f"{TOKENS}/current", headers=headers).status_code == 204
    assert client.get(STORES, headers=headers).status_code == 401


def test_a_token_stands_in_the_database_only_as_a_hash(database, staff):
    headers = staff()
    [kept] = database["tokens"].find()

    assert headers["Authorization"].removeprefix("Bearer ") not in str(kept)


def test_a_new_password_ends_what_was_begun_with_the_old_one(client, store, staff):
    headers = staff()
    store.keep_person(store.person("li"), "another hash")

    assert client.get(STORES, headers=headers).status_code == 401


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(client, person):  # negative 20
    person(login="li")

    wrong, unknown = (
        client.post(TOKENS, json={"login": login, "password": "guess"}) for login in ("li", "wu")
    )

    assert wrong.status_code == unknown.status_code == 401
    assert {**wrong.json, "correlation_id": ""} == {**unknown.json, "correlation_id": ""}


@pytest.mark.parametrize("login", ["li", "nobody"])
def test_five_wrong_passwords_and_one_has_to_wait(client, person, login):
    person(login="li")
    guess = {"login": login, "password": "guess"}

    assert [client.post(TOKENS, json=guess).status_code for _ in range(6)] == [401] * 5 + [429]

    blocked = client.post(TOKENS, json={"login": login, "password": PASSWORD})
    assert (blocked.status_code, blocked.json["code"]) == (429, "rate_limited")
    assert 0 < int(blocked.headers["Retry-After"]) <= 15 * 60


def test_who_gets_it_right_starts_counting_anew(client, person):
    person(login="li")
    guess, right = ({"login": "li", "password": word} for word in ("guess", PASSWORD))

    answers = [client.post(TOKENS, json=body).status_code for body in [guess] * 4 + [right]]
    answers += [client.post(TOKENS, json=guess).status_code for _ in range(5)]

    assert answers == [401] * 4 + [201] + [401] * 5


def test_one_persons_guesses_do_not_lock_out_another(client, person):
    person(login="li")
    for _ in range(6):
        client.post(TOKENS, json={"login": "wu", "password": "guess"})

    assert client.post(TOKENS, json={"login": "li", "password": PASSWORD}).status_code == 201


MATRIX = {
    "create": ("POST", BOOKINGS, "bookings:write"),
    "change": ("POST", f"{BOOKINGS}/b-1/reschedule", "bookings:change"),
    "cancel": ("POST", f"{BOOKINGS}/b-1/cancel", "bookings:change"),
    "confirm": ("POST", f"{BOOKINGS}/b-1/confirm", "bookings:confirm"),
    "arrive": ("POST", f"{BOOKINGS}/b-1/arrive", "visits:write"),
    "start": ("POST", f"{BOOKINGS}/b-1/start", "visits:write"),
    "complete": ("POST", f"{BOOKINGS}/b-1/complete", "visits:write"),
    "look": ("GET", BOOKINGS, "bookings:read"),
    "tasks": ("GET", "/api/v1/tasks", "tasks:read"),
    "call": ("POST", "/api/v1/tasks/t-1/take", "tasks:write"),
    "outcome": ("POST", "/api/v1/tasks/t-1/outcome", "tasks:write"),
    "messages": ("GET", "/api/v1/messages", "messages:read"),
    "figures": ("GET", "/api/v1/reports", "reports:read"),
}


@pytest.mark.parametrize("role", sorted(ROLES))
def test_every_role_reaches_what_the_matrix_gives_it_and_no_more(client, bus, staff, role):
    """Requirements §19.1, endpoint by endpoint: 403 comes before a word of the request is read."""
    headers = staff(role)
    refused = {
        name
        for name, (method, path, _) in MATRIX.items()
        if client.open(path, method=method, headers=headers).status_code == 403
    }

    assert refused == {name for name, (_, _, needs) in MATRIX.items() if needs not in ROLES[role]}


def test_a_workshop_sees_bookings_with_the_number_masked(client, staff):  # PV-09
    answer = client.get(f"{BOOKINGS}/b-1", headers=staff("workshop_supervisor"))

    assert answer.json["customer"]["phone"] == "+86138****8000"


def test_the_callers_correlation_id_goes_all_the_way(client, bus, key):
    given = client.get(STORES, headers={**bearer(key), "X-Correlation-Id": "order-7.a"})
    assert given.headers["X-Correlation-Id"] == bus.actor.correlation_id == "order-7.a"

    made = client.get(STORES, headers={**bearer(key), "X-Correlation-Id": "no good\x01"})
    assert made.headers["X-Correlation-Id"] == bus.actor.correlation_id != "no good\x01"


def test_a_problem_speaks_the_callers_language(client, bus, key):
    bus.replies[contract.STORE.key] = contract.NotFound(what="store", id="s-0")

    titles = [
        client.get(f"{STORES}/s-0", headers={**bearer(key), "Accept-Language": wanted}).json[
            "title"
        ]
        for wanted in ("en-GB,en;q=0.9", "zh-CN", "fr")
    ]

    assert titles == ["Not found", "没有找到", "没有找到"]
