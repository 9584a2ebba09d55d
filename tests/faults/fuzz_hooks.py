"""Whoever sends many requests sends them from many addresses: through one proxy, as it tells.

Each address may ask only so often.  From one, most of what stands behind would never be asked.
"""

from itertools import count
from typing import Any

import requests
import schemathesis

numbers = count()


def from_elsewhere(request: requests.PreparedRequest) -> requests.PreparedRequest:
    high, low = divmod(next(numbers) % 2**16, 256)
    request.headers["X-Forwarded-For"] = f"198.18.{high}.{low}"
    return request


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    # A header of the case itself would be one that is being tried.
    kwargs["auth"] = from_elsewhere
