"""The times that a form offers."""

from datetime import date

import pytest

from common.errors import Invalid, Unavailable
from gateway import bus
from gateway.portal.free_times import FreeTimes, free_times

STORE = {"id": "s-4s", "timezone": "Asia/Shanghai"}
TUESDAY = date(2026, 3, 10)


@pytest.fixture
def refused(monkeypatch):
    def by(error):
        def call(*_, **__):
            raise error

        monkeypatch.setattr(bus, "call", call)

    return by


def test_what_a_store_offers_no_more_can_be_had_at_no_time(refused):  # BK-10
    refused(Invalid.of(items="not offered here: haircut"))

    assert free_times(STORE, ["haircut"], TUESDAY, None) == FreeTimes(TUESDAY)


def test_while_booking_is_away_no_times_are_known(refused):
    refused(Unavailable(part="booking"))

    with pytest.raises(Unavailable):
        free_times(STORE, ["diagnosis"], TUESDAY, None)
