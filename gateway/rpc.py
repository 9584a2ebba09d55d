"""The way to the services: one client a process."""

import threading
from typing import Any, Protocol

from common.actor import Actor
from common.bus.client import RpcClient
from common.contracts.base import Call


class Bus(Protocol):
    @property
    def connected(self) -> bool: ...

    def call(self, call: Call, actor: Actor, **request: Any) -> dict[str, Any]: ...


class LazyBus:
    """Makes the client at the first call, and so after the fork."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._client: RpcClient | None = None

    @property
    def connected(self) -> bool:
        return self._made().connected

    def call(self, call: Call, actor: Actor, **request: Any) -> dict[str, Any]:
        return self._made().call(call, actor, **request)

    def close(self) -> None:
        if self._client is not None:
            self._client.close()

    def _made(self) -> RpcClient:
        if self._client is None:
            with self._lock:
                self._client = self._client or RpcClient()
        return self._client
