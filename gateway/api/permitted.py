"""What the gateway answers by itself: who may ask for it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from common.errors import SlipboardError
from gateway.api.noun import ALWAYS, View, may_answer
from gateway.auth import current_actor


def permitted(permission: str, *errors: type[SlipboardError]) -> Callable[[View], View]:
    """Let in only whoever has *permission*, before their request is read."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(*args: Any, **kwargs: Any) -> Any:
            current_actor().must(permission)
            return view(*args, **kwargs)

        return may_answer(*ALWAYS, *errors, needs=permission)(checked)

    return decorate
