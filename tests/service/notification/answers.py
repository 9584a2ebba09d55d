"""Servers that answer one request, and not as they should."""

import socket
import threading
from contextlib import contextmanager


@contextmanager
def server(answer):
    """A server that takes one connection and does *answer* with it."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve():
            taken, _ = listening.accept()
            with taken:
                answer(taken)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        thread.join(5)


def saying(text):
    def answer(taken):
        taken.recv(65536)
        taken.sendall(text.encode())

    return answer


def http(status, body="", headers=""):
    return saying(f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\n{headers}\r\n{body}")
