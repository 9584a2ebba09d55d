"""How one partner's endpoints stand together."""

import math
from collections.abc import Sequence
from typing import Any

from services.notification.domain.webhooks.endpoints import ACTIVE, Endpoint


def of_endpoints(
    endpoints: Sequence[Endpoint], *, owed: int, failed: int, lags: Sequence[float]
) -> dict[str, Any]:
    """Return the figures; *lags* are the seconds that deliveries took to arrive."""
    failing = [one.failing_since for one in endpoints if one.failing_since]
    return {
        "endpoints": len(endpoints),
        "stopped": sum(one.state != ACTIVE for one in endpoints),
        "owed": owed,
        "failed": failed,
        "failing_since": min(failing).isoformat() if failing else None,
        "lag_p95_seconds": _within(lags, 0.95),
    }


def _within(lags: Sequence[float], share: float) -> float | None:
    """Return the seconds within which that *share* arrived, None of nothing."""
    if not lags:
        return None
    return round(sorted(lags)[math.ceil(share * len(lags)) - 1], 3)
