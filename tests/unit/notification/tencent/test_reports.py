"""How far a message came by Tencent's word."""

import pytest

from services.notification.domain.tencent.reports import status_of


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
