"""A store's terms in plain words, in both languages."""

import pytest

from gateway.customers.terms import in_words

POLICY = {"change_notice_minutes": 240, "cancel_notice_minutes": 240}


@pytest.mark.parametrize(
    ("minutes", "zh", "en"),
    [
        (240, "4小时", "4 h"),
        (90, "1小时30分钟", "1 h 30 min"),
        (45, "45分钟", "45 min"),
        (0, "0分钟", "0 min"),
    ],
)
def test_cut_offs_are_said_as_people_say_them(minutes, zh, en):  # PO-08
    said = in_words({**POLICY, "cancel_notice_minutes": minutes}, 0)

    assert said["zh"] == f"到店前4小时可自行改期，到店前{zh}可自行取消。"
    assert said["en"] == (
        "You can move the visit until 4 h before it starts,"
        f" and cancel it until {en} before it starts."
    )


def test_what_becomes_of_a_deposit_is_said_where_there_is_one():  # PO-08, PO-13
    said = in_words(POLICY, 28500)

    assert "定金全额退还" in said["zh"]
    assert "扣除违约金" in said["zh"]
    assert "returned in full if you cancel in time" in said["en"]
    assert "定金" not in in_words(POLICY, 0)["zh"]
