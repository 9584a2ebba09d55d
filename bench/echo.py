"""The contract of the empty call, and who makes it."""

from common.actor import Actor
from common.contracts.base import Call, Nothing, Reply

SERVICE = "echo"
ECHO = Call(SERVICE, "echo", Nothing, Reply, "echo", read=True)
CALLER = Actor("bench", "service", may=frozenset({ECHO.needs}))
