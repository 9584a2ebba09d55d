"""What is no request is refused as everything else is: with a problem, and the line is ended."""

import json
import socket

import pytest

from gateway.unread import write_problem


@pytest.mark.parametrize(
    ("status", "code"), [(400, "validation_failed"), (414, "validation_failed"), (500, "internal")]
)
def test_the_answer_is_a_problem_that_repeats_nothing(status, code):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        write_problem(ours, status, "URI Too Long", "<script>")
        ours.shutdown(socket.SHUT_WR)
        head, _, body = theirs.makefile("rb").read().partition(b"\r\n\r\n")

    assert head.startswith(f"HTTP/1.1 {status} URI Too Long\r\nConnection: close".encode())
    assert b"application/problem+json" in head
    assert json.loads(body)["code"] == code
    assert b"script" not in body
