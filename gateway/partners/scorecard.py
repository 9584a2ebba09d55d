"""How a partner's webhooks stand, summed up."""

from collections.abc import Iterable, Mapping
from typing import Any


def of_webhooks(endpoints: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    known = list(endpoints)
    failing = [one["failing_since"] for one in known if one["failing_since"]]
    return {
        "endpoints": len(known),
        "stopped": sum(one["state"] != "active" for one in known),
        "owed": sum(one["owed"] for one in known),
        "failing_since": min(failing, default=None),
    }
