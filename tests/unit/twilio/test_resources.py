import pytest

from devstack.twilio.errors import Refused
from devstack.twilio.resources import new_sid, segments


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("约" * 70, 1),
        ("约" * 71, 2),
        ("约" * 134, 2),
        ("约" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_segments_are_counted_as_the_carrier_bills_them(body, count):
    assert segments(body) == count


def test_an_id_has_34_characters_and_its_prefix():
    assert len(new_sid("SM")) == 34
    assert new_sid("CA").startswith("CA")


def test_an_error_ordered_from_outside_reads_like_any_other():
    assert Refused(30034, status=400).body() == {
        "code": 30034,
        "message": "The request was refused",
        "more_info": "https://www.twilio.com/docs/errors/30034",
        "status": 400,
    }
    assert Refused(21610).body()["message"].startswith("The recipient - has opted out")
