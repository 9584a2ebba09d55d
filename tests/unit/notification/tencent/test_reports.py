"""How far a message came by Tencent's word, and when it is asked."""

from datetime import timedelta

import pytest

from services.notification.domain.tencent.reports import status_of, until_asked
from tests.unit.notification.made import NINE


@pytest.mark.parametrize(
    ("report", "said", "status", "code"),
    [
        ("SUCCESS", "DELIVRD", "delivered", None),
        ("FAIL", "UNDELIV", "undelivered", "UNDELIV"),
        ("FAIL", "", "undelivered", "UNKNOWN"),
        ("FAIL", None, "undelivered", "UNKNOWN"),
    ],
)
def test_a_report_says_how_far_a_message_came(report, said, status, code):  # CF-15
    assert status_of(report, said) == (status, code)


@pytest.mark.parametrize(
    ("minutes", "wait"),
    [(0, 10), (9, 1), (10, 50), (59, 1), (60, 300), (359, 1), (360, None), (9999, None)],
)
def test_what_is_not_told_is_asked_for_three_times(minutes, wait):
    now = NINE + timedelta(minutes=minutes)

    assert until_asked("tencent", NINE, now) == (wait and timedelta(minutes=wait))


def test_twilio_tells_by_itself():
    assert until_asked("twilio", NINE, NINE) is None
