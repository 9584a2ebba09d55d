from datetime import UTC, datetime

import pytest

from services.followup import chains
from services.followup.domain.chains import Chain
from services.followup.domain.tasks import first_call


@pytest.fixture
def chain():
    return Chain.of(chains.read("after-visit"))


@pytest.fixture
def a_task(chain):
    """Plan the call after a visit that ended in Shanghai on Tuesday 10 March 2026 at 17:00."""

    def plan(**changes):
        visit = {
            "booking_id": "b-1",
            "number": "20260310-0001",
            "store_id": "hz-east",
            "timezone": "Asia/Shanghai",
            "customer": {"id": "c-1", "name": "王芳", "phone": "+8613800138000", "email": "w@x.cn"},
            "subject": {"plate": "浙A12345"},
            "items": [{"code": "maintenance"}],
            "completed_at": datetime(2026, 3, 10, 9, 0, tzinfo=UTC),
        }
        return first_call(chain, {**visit, **changes}, visit["completed_at"])

    return plan
