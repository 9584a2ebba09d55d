"""Who carries an SMS to a number: the longest prefix that fits."""

import pytest

from common.sms_routes import fault_of, routes_of, sender_of

ROUTES = routes_of("+86=tencent, +8610=twilio,+1=tencent")


@pytest.mark.parametrize(
    ("phone", "sender"),
    [
        ("+8613800138000", "tencent"),
        ("+861055550100", "twilio"),  # the longest prefix counts
        ("+8611", "tencent"),
        ("+12025550123", "tencent"),
        ("+85251234567", "twilio"),  # none fits: +852 is not +86
        ("+88612345678", "twilio"),
        ("8613800138000", "twilio"),
    ],
)
def test_the_longest_prefix_that_fits_counts_and_else_it_is_twilio(phone, sender):  # CF-02
    assert sender_of(phone, ROUTES) == sender


def test_without_routes_all_go_by_twilio():
    assert (routes_of(""), fault_of("")) == ({}, None)
    assert sender_of("+8613800138000", {}) == "twilio"


@pytest.mark.parametrize("setting", ["+86=tencent", "+86=tencent,+8=twilio", " +86 = tencent "])
def test_routes_that_can_be_followed_have_no_fault(setting):
    assert fault_of(setting) is None


@pytest.mark.parametrize(
    ("setting", "fault"),
    [
        ("+86=aliyun", "'aliyun' is no sender"),
        ("+86", "'' is no sender"),
        ("86=tencent", "'86' is no prefix"),
        ("=tencent", "'' is no prefix"),
        ("+086=tencent", "'+086' is no prefix"),
        ("+1234567890123456=tencent", "is no prefix"),
        ("tencent", "'tencent' is no prefix"),
        ("+86=tencent,", "'' is no prefix"),
        ("+86=tencent,+86=twilio", "+86 is named twice"),
    ],
)
def test_a_route_that_is_none_is_told(setting, fault):
    assert fault in fault_of(setting)
