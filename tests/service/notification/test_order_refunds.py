"""Money that is back with whoever paid for an order: told once, by SMS and by e-mail (PO-15)."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from common.contracts import EVENTS
from common.contracts.base import Told

SAMPLES = Path(__file__).parents[2] / "contract/samples"


@pytest.fixture
def hear(desk):
    """Hear of a refund as booking tells it."""

    def hear(**but):
        message = json.loads((SAMPLES / "order_refunded.v1.json").read_text())
        at = desk.clock.isoformat()
        message["occurred_at"] = at
        message["data"] |= {"refunded_at": at, **but}
        desk.service().follow_refund(Told.of(message, EVENTS), message=message)

    return hear


def test_who_gets_money_back_is_told_how_much_once(desk, twilio, hear):  # PO-15
    for _ in range(2):
        hear()
    desk.clock += timedelta(hours=3)
    desk.work()

    (sms,) = twilio.outbox()
    assert "您的退款¥285已办理" in sms["body"]
    assert "已退回您的账户" in sms["body"]


def test_a_card_takes_weeks(desk, twilio, hear):
    hear(method="card")
    desk.clock += timedelta(hours=3)
    desk.work()

    assert "20至30个工作日" in twilio.outbox()[0]["body"]
