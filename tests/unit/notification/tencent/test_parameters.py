"""What an approved template is filled with: within limits, without links."""

import pytest

from services.notification.domain.tencent.approved import Approved, Parameter
from services.notification.domain.tencent.parameters import NoValue, filled, held, shown

TEN = Parameter("store", 10)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("安顺汽车", "安顺汽车"),
        ("一二三四五六七八九十", "一二三四五六七八九十"),
        ("一二三四五六七八九十一", "一二三四五六七八九…"),
        ("请带 上\n行驶证 ", "请带 上 行驶证"),
        ("【促销】丽颜", "促销丽颜"),
        ("Tel 021-555", "Tel 021-5…"),
        ("10:00", "10:00"),
        ("¥95.50", "¥95.50"),
        ("No.1 Spa", "No.1 Spa"),
    ],
)
def test_a_value_is_cut_to_what_was_approved(value, said):
    assert held(value, TEN) == said
    assert len(held(value, TEN)) <= 10


@pytest.mark.parametrize("name", ["phone", "number", "when", "until", "price"])
def test_what_would_mislead_is_never_cut(name):
    assert held("0123456789", Parameter(name, 10)) == "0123456789"
    assert held("0123456789-1", Parameter(name, 10)) == ""


@pytest.mark.parametrize(
    "link",
    ["https://liyan.example/x?y=1", "http://a.cn", "www.liyan.net", "liyan.com", "liyan.com/menu",
     "WWW.LIYAN.CN", "t.cn/A6x", "shop.liyan.com.cn/x"],
)  # fmt: skip
def test_a_value_never_holds_a_link(link):
    assert held(f"丽颜 {link} 二楼", Parameter("place", 40)) == "丽颜 二楼"
    assert held(link, Parameter("place", 40)) == ""


def test_values_stand_in_the_order_of_the_template():
    template = Approved("1", "{2}在{1}", (Parameter("store", 10), Parameter("when", 20)))

    assert filled(template, {"when": "3月10日", "store": "丽颜"}) == ["丽颜", "3月10日"]


def test_what_the_handset_shows_is_signed():
    template = Approved("1", "{2}在{1}", (Parameter("store", 10), Parameter("when", 20)))

    assert shown("安顺", template, ["丽颜", "3月10日"]) == "【安顺】3月10日在丽颜"


def test_what_is_not_known_is_said_otherwise_or_not_sent():
    told = Approved("1", "{1}", (Parameter("price", 10, otherwise="到店确认"),))
    mute = Approved("1", "{1}", (Parameter("price", 10),))

    assert filled(told, {}) == ["到店确认"]
    assert filled(told, {"price": "www.x.cn"}) == ["到店确认"]
    with pytest.raises(NoValue, match="price"):
        filled(mute, {})
