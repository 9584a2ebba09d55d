"""Whoever sends many requests sends them from many addresses: through one proxy, as it tells.

Each address may ask only so often.  From one, most of what stands behind would never be asked.
"""

from itertools import count
from typing import Any

import schemathesis

numbers = count()


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    high, low = divmod(next(numbers) % 2**16, 256)
    case.headers["X-Forwarded-For"] = f"198.18.{high}.{low}"
