import pytest

from common.addresses import masked


@pytest.mark.parametrize(
    ("address", "seen"),
    [
        ("lilei@example.com", "l***@example.com"),
        ("l***@example.com", "l***@example.com"),
        ("@example.com", "***@example.com"),
        ("+8613800138000", "+86138****8000"),
    ],
)
def test_others_see_where_a_message_went_but_not_to_whom(address, seen):  # PV-09
    assert masked(address) == seen
