"""An empty call, as nameko's documentation would write it: ``nameko run bench.stock.service``."""

from typing import Any

from nameko.rpc import rpc


class EchoService:
    name = "echo"

    @rpc  # type: ignore[untyped-decorator]
    def echo(self) -> dict[str, Any]:
        return {}
