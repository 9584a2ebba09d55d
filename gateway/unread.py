"""Answers to what could not even be read as a request: too long, or no HTTP."""

import json
import socket

from gunicorn import util

from gateway.problems import problem


def write_problem(sock: socket.socket, status: int, reason: str, _: str) -> None:
    """Answer with a problem, as every other refusal is one, and end the connection.

    What was wrong with the request is not repeated: it may be anything.
    """
    code = "validation_failed" if status < 500 else "internal"
    body = json.dumps(problem(code, status, "en", "", {})).encode()
    head = (
        f"HTTP/1.1 {status} {reason}\r\n"
        "Connection: close\r\n"
        "Content-Type: application/problem+json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    util.write_nonblock(sock, head.encode("latin1") + body)
