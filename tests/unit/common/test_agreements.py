from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from common.agreements import in_date

SHANGHAI = ZoneInfo("Asia/Shanghai")
LAST_DAY = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("until", "now", "stands"),
    [
        (LAST_DAY, datetime(2026, 6, 30, 23, 59, 59, tzinfo=SHANGHAI), True),
        (LAST_DAY, datetime(2026, 7, 1, tzinfo=SHANGHAI), False),
        (LAST_DAY, datetime(2026, 6, 30, 16, 0, tzinfo=ZoneInfo("UTC")), False),
        (None, datetime(2026, 3, 9, tzinfo=SHANGHAI), False),
    ],
    ids=["its last second", "the day after", "that day is over at head office", "none"],
)
def test_an_agreement_lasts_to_the_end_of_its_last_day(until, now, stands):  # PV-06
    assert in_date(until, now) is stands
