"""The empty call on Slipboard's own bus: ``python -m bench.shipped`` serves it."""
# ruff: noqa: E402  patched before anything else is imported

import os

os.environ["EVENTLET_NO_GREENDNS"] = "yes"
import eventlet

eventlet.monkey_patch()

from typing import Any

from bench.echo import ECHO, SERVICE
from common.bus.requests import serves
from common.bus.running import run


class EchoService:
    name = SERVICE

    @serves(ECHO)  # type: ignore[untyped-decorator]
    def echo(self) -> dict[str, Any]:
        return {}


if __name__ == "__main__":
    run(EchoService)
