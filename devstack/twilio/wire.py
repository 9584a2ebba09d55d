"""Connections that go wrong on purpose, below HTTP."""

import errno
import os
import socket
import struct
from contextlib import suppress
from typing import Any, NoReturn

LONGEST_HANG = 600.0


def reset(environ: dict[str, Any]) -> NoReturn:
    """End the connection with a TCP reset instead of an answer."""
    line = _taken_over(environ)
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.close()
    raise _gone()


def drop(environ: dict[str, Any]) -> NoReturn:
    """Close the connection without a word."""
    line = _taken_over(environ)
    line.shutdown(socket.SHUT_RDWR)
    line.close()
    raise _gone()


def hang(environ: dict[str, Any]) -> NoReturn:
    """Say nothing until the caller gives up."""
    line = _taken_over(environ)
    line.settimeout(LONGEST_HANG)
    with suppress(OSError):
        line.recv(1)
    line.close()
    raise _gone()


def _taken_over(environ: dict[str, Any]) -> socket.socket:
    """The caller's connection, out of the server's hands.

    The server keeps its own descriptor, which from now on leads to a closed
    pair of sockets: whatever it still writes or closes, the caller does not
    notice.
    """
    served: socket.socket = environ["gunicorn.socket"]
    line = socket.socket(fileno=os.dup(served.fileno()))
    nowhere, closed = socket.socketpair()
    os.dup2(nowhere.fileno(), served.fileno())
    nowhere.close()
    closed.close()
    return line


def _gone() -> ConnectionResetError:
    """What the server takes for a caller who has left: it writes nothing and closes."""
    return ConnectionResetError(errno.ECONNRESET, "the connection was taken over")
