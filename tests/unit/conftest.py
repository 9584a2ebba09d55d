import socket

import pytest


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """A unit test that opens a socket is not a unit test."""

    def refuse(*_, **__):
        pytest.fail("a unit test opened a socket")

    monkeypatch.setattr(socket.socket, "connect", refuse)
