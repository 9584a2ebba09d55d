"""Holds what a service answers against its contract, in every test that asks it something."""

from functools import cache, wraps
from typing import Any

from marshmallow import RAISE, Schema

from common.bus.requests import Serves


def checked(service: Any) -> Any:
    """Return *service* with each served method's answer held against its reply schema."""
    for name in dir(type(service)):
        method = getattr(type(service), name)
        for entrypoint in getattr(method, "nameko_entrypoints", ()):
            if isinstance(entrypoint, Serves):
                setattr(service, name, _checked(getattr(service, name), entrypoint))
    return service


def _checked(method: Any, entrypoint: Serves) -> Any:
    @wraps(method)
    def ask(*args: Any, **asked: Any) -> Any:
        answer = method(*args, **asked)
        faults = _strict(entrypoint.call.reply).validate(answer)
        assert not faults, f"{entrypoint.call.key} breaks its contract: {faults}"
        return answer

    return ask


@cache
def _strict(reply: type[Schema]) -> Schema:
    # Made once, when it is first needed: to make those of every call takes longer than most tests.
    return reply(unknown=RAISE)
