"""Free ports on 127.0.0.1, remembered, so that a stack comes back where it was."""

import contextlib
import json
import random
import socket
from collections.abc import Callable
from pathlib import Path

# Below the range from which the kernel draws ports for outgoing connections (32768 and up):
# a port found free here is not taken a moment later by somebody's client.
_LOWEST, _HIGHEST = 15_000, 32_000


def is_free(port: int) -> bool:
    """Say whether a server could listen on this port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def next_free(first: int, free: Callable[[int], bool] = is_free) -> int:
    """Return the first free port from `first` on, as a person would count."""
    return next(port for port in range(first, 65_536) if free(port))


class Ports:
    """The ports of one run directory, by name; kept in `file`."""

    def __init__(self, file: Path, free: Callable[[int], bool] = is_free) -> None:
        self._file = file
        self._free = free
        self._kept: dict[str, int] = {}
        self._given: dict[str, int] = {}
        with contextlib.suppress(FileNotFoundError, ValueError):
            self._kept = json.loads(file.read_text())

    def __getitem__(self, name: str) -> int:
        """Return the port of `name`: the same as last time if it is free, else a new one."""
        if name not in self._given:
            port = self._kept.get(name)
            if port is None or port in self._given.values() or not self._free(port):
                port = self._draw()
            self._given[name] = self._kept[name] = port
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.write_text(json.dumps(self._kept, indent=2))
        return self._given[name]

    def _draw(self) -> int:
        taken = {*self._given.values(), *self._kept.values()}
        while True:
            port = random.randint(_LOWEST, _HIGHEST)
            if port not in taken and self._free(port):
                return port
