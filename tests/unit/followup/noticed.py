"""A store, a customer and a file to tell of, ordinary unless a test says else."""

from dataclasses import replace
from datetime import UTC, date, datetime

from services.followup.domain.customers import Customer
from services.followup.domain.files import CustomerFile
from services.followup.domain.notices.shops import Shop
from tests.worlds import local

FILED = local("2026-03-10 11:00").astimezone(UTC)
STORE = Shop(
    id="s-4s",
    name={"zh": "东城店"},
    address={"zh": "示范路1号"},
    phone="+862155550101",
    timezone="Asia/Shanghai",
    care={},
    messages={},
    as_of=FILED,
)
WANG = Customer(
    store_id="s-4s",
    customer_id="c-1",
    timezone="Asia/Shanghai",
    name="王芳",
    phone="+8613800138000",
    language="en",
    subject=None,
    booked_at=FILED,
    email="wang@example.com",
)


def a_store(**care):
    return replace(STORE, care=care)


def a_file(**but):
    file = CustomerFile(
        id="s-4s|c-1|沪A12345",
        revision=1,
        store_id="s-4s",
        customer_id="c-1",
        name="王芳",
        address="示范路2号",
        phone="+8613800138000",
        model="C 260",
        number="沪A12345",
        kind="轿车",
        cycle_months=6,
        next_on=date(2026, 9, 8),
        wishes="",
        visits=(),
        updated_at=FILED,
        updated_by={},
    )
    return replace(file, **but)


def at(text) -> datetime:
    return local(text).astimezone(UTC)
