from datetime import date

import pytest

from gateway.portal import telling
from gateway.portal.figures import Period

ITEMS = [
    {
        "code": "maintenance-a",
        "name": {"zh": "A类保养", "en": "Maintenance A"},
        "resources": [{"id": "maintenance-2", "name": {"zh": "二号工位", "en": "Bay 2"}}],
    }
]
BOOKED = {
    "status": "confirmed",
    "start": "2026-03-10T10:00:00+08:00",
    "items": ["maintenance-a"],
    "resources": ["maintenance-1"],
}


def test_each_entitlement_is_said_with_its_reason():  # PK-19
    given = {
        "priority": {"state": "granted", "because": "agreed_early"},
        "discount": {"state": "none", "because": "agreed_same_day"},
        "perk": {
            "state": "promised",
            "because": "depends_on_arrival",
            "code": "tea",
            "name": {"zh": "茶点一份", "en": "a tea snack"},
        },
        "gift": None,
    }

    said = telling.entitlements_in_words(given)

    assert [(str(line.name), str(line.verdict)) for line in said] == [
        ("接待工位及洗车优先", "是"),
        ("工时费优惠", "否"),
        ("福利：茶点一份", "准时到店可享"),
    ]
    assert str(said[1].because) == "当天预约，不享受。"


def test_the_discount_says_how_much():  # PK-02
    given = {"discount": {"state": "open", "because": "depends_on_arrival", "labour_percent": 90}}

    assert telling.entitlements_in_words(given)[0].name == "工时费按 90% 收取"


def test_what_a_store_does_not_offer_is_not_mentioned():
    assert (
        telling.entitlements_in_words({"perk": {"state": "none", "because": "not_offered"}}) == []
    )


def test_history_begins_with_what_was_booked():
    assert telling.change_in_words({"before": None, "after": BOOKED}, ITEMS) == [
        ("", "3月10日 周二 10:00 · A类保养 · maintenance-1")
    ]


def test_history_shows_what_a_move_changed_and_no_more():  # BK-27
    after = BOOKED | {"start": "2026-03-10T14:00:00+08:00", "resources": ["maintenance-2"]}

    assert telling.change_in_words({"before": BOOKED, "after": after}, ITEMS) == [
        ("3月10日 周二 10:00", "3月10日 周二 14:00"),
        ("maintenance-1", "二号工位"),
    ]


def test_a_changed_status_is_said_in_words():
    after = BOOKED | {"status": "arrived"}

    assert telling.change_in_words({"before": BOOKED, "after": after}, ITEMS) == [
        ("已预约", "已到店")
    ]


@pytest.mark.parametrize(
    ("reason", "said"),
    [("weather: 大雪", "天气: 大雪"), ("weather", "天气"), ("moved: by hand", "moved: by hand")],
)
def test_the_code_of_a_reason_has_a_name(reason, said):
    assert telling.reason_in_words(reason) == said


@pytest.mark.parametrize(
    ("actor", "said"),
    [
        ({"id": "sa-li", "kind": "staff", "role": "advisor"}, "sa-li · 服务顾问"),
        ({"id": "p1", "kind": "partner", "role": ""}, "p1 · 合作平台"),
        ({"id": "notification", "kind": "service", "role": ""}, "系统"),
    ],
)
def test_who_did_it_is_named_by_what_they_are(actor, said):
    assert telling.actor_in_words(actor) == said


def test_raised_flags_only():
    assert [
        str(flag) for flag in telling.flags_in_words({"same_day": True, "late_change": False})
    ] == ["当天预约"]


def test_a_slip_shows_what_the_desk_should_know_at_a_glance():
    booking = {
        "flags": {"same_day": True, "reconfirmed_at": None},
        "entitlements": {"priority": {"state": "granted"}},
        "partner_id": "p1",
        "note": "靠窗",
    }

    said = [str(mark.words) for mark in telling.marks(booking)]

    assert said == ["当天预约", "优先", "合作平台", "靠窗"]


@pytest.mark.parametrize(
    ("month", "days"),
    [
        ("2026-03", {"from": "2026-03-05", "to": "2026-03-31"}),
        ("2026-04", {"from": "2026-04-01", "to": "2026-04-10"}),
    ],
)
def test_a_month_opens_to_its_days_within_the_period(month, days):
    assert telling.month_span(month, Period(date(2026, 3, 5), date(2026, 4, 10))) == days
