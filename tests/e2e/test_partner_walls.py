"""What a partner cannot do, over the wire: see another's, go on with a dead key, ask twice."""

import http.client
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
import requests

from devstack.processes import until
from tests.reach import Walk

PAIRS = 40
AS_A_COIN_FALLS = range(8, 33)
"""How often one of two that are alike takes longer, of 40; seldomer or oftener: 1 in 20,000."""
SECONDS = 10


class Asker:
    """Somebody with a key; every answer comes back, whatever it says."""

    def __init__(self, base_url, key):
        self.url = f"{base_url}/api/v1"
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {key}"

    def ask(self, *, method, path, json=None, query=None, key=None):
        headers = {"Idempotency-Key": key or uuid.uuid4().hex}
        url = self.url + path.removeprefix("/api/v1")
        return self.session.request(
            method, url, json=json, params=query, headers=headers, timeout=SECONDS
        )

    def post(self, path, json, **more):
        return self.ask(method="POST", path=path, json=json, **more)


@pytest.fixture
def askers(later_world):
    info = later_world.info
    both = [Asker(info["base_url"], info["partners"][id_]["key"]) for id_ in ("p1", "p2")]
    yield both
    for asker in both:
        asker.session.close()


@pytest.fixture
def wish(later_world, a_phone):
    return {
        "store_id": "s-4s",
        "items": ["maintenance-a"],
        "start": later_world.at(1, "10:00"),
        "customer": {"name": "赵女士", "phone": a_phone(), "language": "zh"},
    }


@pytest.fixture
def theirs(later_world, askers, wish):
    """Return ids of whatever a partner can have, all of the other one's."""
    other = askers[1]
    place = {name: wish[name] for name in ("store_id", "items", "start")}
    when = {"from": later_world.at(2, "00:00"), "to": later_world.at(3, "00:00")}
    queue = {name: wish[name] for name in ("store_id", "items", "customer")} | when
    again = wish | {"start": later_world.at(3, "10:00"), "rule": {"unit": "week", "count": 2}}
    hook = {"url": "https://93.184.216.34/hook", "events": ["*"]}
    made = {
        "booking_id": other.post("/bookings", wish).json()["id"],
        "hold_id": other.post("/holds", place).json()["id"],
        "entry_id": other.post("/waitlist-entries", queue).json()["id"],
        "series_id": other.post("/series", again).json()["series_id"],
        "endpoint_id": other.post("/webhook-endpoints", hook).json()["id"],
    }
    yield made
    other.ask(method="DELETE", path=f"/webhook-endpoints/{made['endpoint_id']}")


@pytest.fixture
def walk(askers):
    walk = Walk(askers[0].ask(method="GET", path="/openapi.json").json())
    walk.operations = {name: found for name, found in walk.operations.items() if "_id}" in found[1]}
    return walk


def test_what_is_another_partners_is_not_there(askers, theirs, walk):  # negative 1
    us, _ = askers
    walked = 0
    for name in walk.operations:
        if "{store_id}" in walk.operations[name][1]:
            continue
        missing = {part: f"{id_[:2]}{uuid.uuid4().hex}" for part, id_ in theirs.items()}
        foreign_answer = us.ask(**walk.request(name, **theirs))
        missing_answer = us.ask(**walk.request(name, **missing))

        assert foreign_answer.status_code == missing_answer.status_code == 404, name
        assert alike(foreign_answer) == alike(missing_answer), name
        walked += 1
    assert walked >= 20


def alike(answer):
    return {**answer.json(), "correlation_id": ""}


@pytest.fixture
def lists(askers):
    """Return the lists that a partner may read, and what each is asked with."""
    walk = Walk(askers[0].ask(method="GET", path="/openapi.json").json())
    listing = [
        name
        for name, (method, path, _) in walk.operations.items()
        if (method, "{" in path) == ("get", False)
    ]
    return [walk.request(name) for name in listing]


def test_lists_hold_ones_own_only_whatever_is_asked(askers, theirs, lists):  # negative 4
    us, other = askers
    found, cursors = set(), []
    for asked in lists:
        mine = other.ask(**asked)
        found |= {id_ for id_ in theirs.values() if id_ in mine.text}
        cut = other.ask(**{**asked, "query": asked["query"] | {"limit": 1}}).json()
        cursors += [cut["next_cursor"]] if cut.get("next_cursor") else []
        tampered = [{}, *({"cursor": one} for one in cursors)]
        tampered += [{part: id_} for part, id_ in theirs.items()]
        for more in tampered:
            answer = us.ask(**{**asked, "query": asked["query"] | more})
            assert answer.status_code < 500, (asked, more)
            assert not [id_ for id_ in theirs.values() if id_ in answer.text], (asked, more)
    assert cursors
    assert found >= {
        theirs[part] for part in ("booking_id", "entry_id", "series_id", "endpoint_id")
    }


@pytest.mark.parametrize("operation", ["get_booking", "cancel"])
def test_another_partners_takes_as_long_as_what_is_missing(
    askers, theirs, walk, operation
):  # negative 1
    us, took = askers[0], {True: [], False: []}
    for foreign in [True, False] * PAIRS:
        ids = theirs if foreign else {"booking_id": f"b-{uuid.uuid4().hex}"}
        began = time.perf_counter()
        us.ask(**walk.request(operation, **ids))
        took[foreign].append(time.perf_counter() - began)

    longer = sum(theirs > none for theirs, none in zip(took[True], took[False], strict=True))
    assert longer in AS_A_COIN_FALLS


def test_the_same_key_with_another_body_is_refused_and_with_another_partner_independent(
    later_world, askers, wish, a_phone
):  # negative 9
    first, second = askers
    once = uuid.uuid4().hex
    made = first.post("/bookings", wish, key=once)
    again = first.post("/bookings", wish, key=once)
    other = {**wish, "customer": {**wish["customer"], "phone": a_phone()}}

    refused = first.post("/bookings", other, key=once)
    independent = second.post("/bookings", other | {"start": later_world.at(1, "11:00")}, key=once)

    assert (made.status_code, again.headers.get("Idempotent-Replayed")) == (201, "true")
    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency_key_reused")
    assert independent.status_code == 201
    assert independent.json()["id"] != made.json()["id"]
    assert "Idempotent-Replayed" not in independent.headers


@pytest.fixture
def a_partner(later_world):
    """A partner of this test's own, admitted by head office, with the usual limits."""
    head = later_world.person("head")
    id_ = f"t{uuid.uuid4().hex[:8]}"
    head.post(
        "/partners",
        {"id": id_, "name": "试用平台", "scopes": ["stores:read"], "stores": ["*"]},
    )
    yield head, id_
    head.post(f"/partners/{id_}/end")


def status_of(info, key):
    answer = requests.get(
        f"{info['base_url']}/api/v1/stores",
        headers={"Authorization": f"Bearer {key}"},
        timeout=SECONDS,
    )
    return answer.status_code


def test_a_revoked_key_is_dead_in_every_process_within_five_seconds(
    later_world, a_partner
):  # negative 6
    head, id_ = a_partner
    drawn = head.post(f"/partners/{id_}/keys", {"label": "leaked"})
    key = drawn["key"]
    assert {status_of(later_world.info, key) for _ in range(12)} == {200}

    head.delete(f"/partners/{id_}/keys/{drawn['id']}")
    time.sleep(5)

    assert {status_of(later_world.info, key) for _ in range(20)} == {401}


def test_two_keys_in_one_request_are_none(later_world, a_partner):  # negative 6
    head, id_ = a_partner
    keys = [head.post(f"/partners/{id_}/keys", {"label": one})["key"] for one in ("a", "b")]
    where = urlsplit(later_world.info["base_url"])
    wire = http.client.HTTPConnection(where.hostname, where.port, timeout=SECONDS)
    wire.putrequest("GET", "/api/v1/stores")
    for key in keys:
        wire.putheader("Authorization", f"Bearer {key}")
    wire.endheaders()

    status = wire.getresponse().status
    wire.close()

    assert status == 401


def test_all_processes_together_let_a_key_ask_as_fast_as_agreed(later_world, a_partner):
    head, id_ = a_partner
    key = head.post(f"/partners/{id_}/keys", {"label": "fast"})["key"]
    began = time.monotonic()
    with ThreadPoolExecutor(16) as pool:
        statuses = list(pool.map(lambda _: status_of(later_world.info, key), range(300)))
    seconds = time.monotonic() - began

    assert set(statuses) == {200, 429}
    assert 40 <= statuses.count(200) <= 2 * 40 + 20 * (seconds + 2)

    def written_down():
        total = head.get(f"/partners/{id_}/usage")["total"]
        return (total["requests"], total["rate_limited"]) == (300, statuses.count(429))

    assert until(written_down, seconds=10, pause=0.5)
