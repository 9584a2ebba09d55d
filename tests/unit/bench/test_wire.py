import json

import pytest

from bench.wire import answered, request

HEAD = b"HTTP/1.1 201 CREATED\r\nServer: x\r\ncontent-length: 11\r\n\r\n"


def test_an_answer_is_one_when_all_of_it_has_come():
    whole = HEAD + b'{"id": "b"}'

    assert answered(whole) == ("201", b'{"id": "b"}')
    assert [answered(whole[:length]) for length in range(len(whole))] == [None] * len(whole)


def test_an_answer_that_does_not_say_its_length_is_refused():
    with pytest.raises(ConnectionError):
        answered(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")


def test_a_length_is_read_in_the_head_alone():
    with pytest.raises(ConnectionError):
        answered(b"HTTP/1.1 200 OK\r\n\r\n\r\nContent-Length: 3\r\n\r\nabc")


def test_a_request_says_how_long_it_is():
    body = json.dumps({"name": "王"}, ensure_ascii=False).encode()

    lines = request("POST", "/api", body, idempotency_key="k-1").split(b"\r\n")

    assert lines[0] == b"POST /api HTTP/1.1"
    assert b"Content-Length: %d" % len(body) in lines
    assert b"Content-Type: application/json" in lines
    assert b"Idempotency-Key: k-1" in lines
    assert lines[-2:] == [b"", body]
