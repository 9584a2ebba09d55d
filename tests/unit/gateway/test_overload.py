import json

import pytest
from werkzeug.test import Client

from common.waiting import WaitingWorker, waited
from gateway.overload import LONGEST_WAIT, RETRY_SECONDS, Bounded

API = "/api/v1/stores"


@pytest.fixture
def served():
    return []


@pytest.fixture
def client(served):
    def serve(environ, start_response):
        served.append(environ["PATH_INFO"])
        start_response("200 OK", [])
        return [b"served"]

    yield Client(Bounded(serve))
    waited.seconds = 0.0


def test_who_has_waited_too_long_is_told_so_at_once(client, served):
    waited.seconds = LONGEST_WAIT

    answer = client.get(API, headers={"X-Correlation-Id": "order-7", "Accept-Language": "en"})

    assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
    assert int(answer.headers["Retry-After"]) in RETRY_SECONDS
    body = json.loads(answer.data)
    assert (body["code"], body["correlation_id"]) == ("unavailable", "order-7")
    assert served == []


def test_who_has_waited_a_little_less_is_served(client, served):
    waited.seconds = LONGEST_WAIT - 0.001

    assert client.get(API).status_code == 200
    assert served == [API]


def test_an_id_that_is_not_fit_is_not_told_again(client):
    waited.seconds = LONGEST_WAIT

    answer = client.get(API, headers={"X-Correlation-Id": 'a"b'})

    assert json.loads(answer.data)["correlation_id"] == answer.headers["X-Correlation-Id"]
    assert '"' not in answer.headers["X-Correlation-Id"]


def test_who_asks_for_the_head_alone_gets_no_body(client):
    waited.seconds = LONGEST_WAIT

    answer = client.head(API)

    assert answer.status_code == 503
    assert (answer.data, int(answer.headers["Content-Length"]) > 0) == (b"", True)


def test_a_person_gets_a_page_that_says_so(client):
    waited.seconds = LONGEST_WAIT

    answer = client.get("/tasks")

    assert (answer.status_code, answer.mimetype) == (503, "text/html")
    assert "暂时无法处理" in answer.text


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_an_orchestrator_is_never_turned_away(client, served, path):
    waited.seconds = 60.0

    assert client.get(path).status_code == 200


def test_the_wait_is_from_coming_in_to_having_a_thread(monkeypatch):
    clock, seen = [100.0], []
    monkeypatch.setattr("common.waiting.time.monotonic", lambda: clock[0])
    monkeypatch.setattr("common.waiting.ThreadWorker.enqueue_req", lambda worker, conn: None)
    monkeypatch.setattr(
        "common.waiting.ThreadWorker.handle", lambda worker, conn: seen.append(waited.seconds)
    )
    worker, conn = WaitingWorker.__new__(WaitingWorker), type("Connection", (), {})()

    worker.enqueue_req(conn)
    clock[0] += 3.0
    worker.handle(conn)

    assert seen == [3.0]
