import socket
import threading
import time
from itertools import count

import pytest

from bench import pace
from bench.pace import at_pace
from bench.wire import request

ASKED = request("GET", "/")
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
BUSY = b"HTTP/1.1 503 BUSY\r\nRetry-After: 2\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
SECONDS = 0.5


@pytest.fixture
def served():
    """Return what serves, at an address, whatever each request is answered with by its number."""
    listening = socket.create_server(("127.0.0.1", 0))
    numbers = count()

    def serve(answer):
        def talk(line):
            with line:
                while line.recv(65536):
                    told = answer(next(numbers))
                    line.sendall(told)
                    if b"close" in told:
                        return

        def accept():
            while True:
                try:
                    line, _ = listening.accept()
                except OSError:
                    return
                threading.Thread(target=talk, args=(line,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        return listening.getsockname()

    yield serve
    listening.close()


def asked():
    return (ASKED for _ in count())


def test_as_many_are_sent_as_the_pace_says(served):
    replies = at_pace(served(lambda number: OK), asked(), 100, SECONDS)

    assert [one.status for one in replies] == ["200"] * 50
    assert sorted(one.sent for one in replies) == pytest.approx([n / 100 for n in range(50)])


def test_a_slow_answer_holds_nobody_up(served):
    def answer(number):
        time.sleep(SECONDS if number == 0 else 0)
        return OK

    replies = at_pace(served(answer), asked(), 100, SECONDS)

    slow = [one for one in replies if one.seconds >= SECONDS]
    assert (len(replies), [one.sent for one in slow]) == (50, [0.0])


def test_who_is_told_when_to_come_again_is_known_from_who_is_not(served):
    answers = {0: OK, 1: BUSY}
    replies = at_pace(served(lambda number: answers[number % 2]), asked(), 100, SECONDS)

    told = {(one.status, one.told_when) for one in replies}
    assert told == {("200", False), ("503", True)}


def test_who_is_not_answered_hangs_up(served, monkeypatch):
    monkeypatch.setattr(pace, "PATIENCE", 0.2)

    replies = at_pace(served(lambda number: b""), asked(), 20, SECONDS)

    assert {one.status for one in replies} == {"000"}
    assert len(replies) == 10


def test_where_nobody_listens_nobody_is_answered():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = taken.getsockname()

    replies = at_pace(address, asked(), 20, SECONDS)

    assert [one.status for one in replies] == ["000"] * 10
