import re
from datetime import timedelta
from itertools import product

import pytest

from services.notification.domain.offers import Offer
from services.notification.domain.words import offered, said, written
from tests.unit.notification.made import NINE, PROMISED, TEN_TOMORROW, a_booking, an_item

KINDS = ("confirmation", "change", "reminder", "not_reached", "cancellation")
OF_A_VISIT = KINDS[:3]
LANGUAGES = ("zh", "zh-Hant", "en")
TRADITIONAL = {"zh": "丽颜", "zh-Hant": "麗顏", "en": "Liyan"}
SERVICED = an_item(
    name={"zh": "A类保养", "en": "Maintenance A"},
    labour=60000,
    parts=35000,
    notes={"zh": "请带行驶证。", "en": "Please bring your licence."},
)


def body(kind="confirmation", **changes):
    return written(kind, a_booking(**changes)).body


def test_a_confirmation_reads_so_in_chinese():  # CF-03, CF-04, PK-19, RM-17
    assert body(items=(SERVICED,), entitlements=PROMISED).splitlines() == [
        "【丽颜】您好，您的预约已确认，期待您的光临。",
        "时间：3月10日（周二）10:00",
        "地点：南京路8号",
        "项目：A类保养（参考价¥950）",
        "请带行驶证。",
        "我们将优先接待您。",
        "请准时到店，可享工时费9折、茶点一份。",
        "改期或取消请致电021-55550200。",
        "预约号 K7Q2",
    ]


def test_a_confirmation_reads_so_in_english():  # CF-03, CF-04, PK-19, RM-17
    assert body(items=(SERVICED,), entitlements=PROMISED, language="en").splitlines() == [
        "Liyan: hello, your booking is confirmed. We look forward to seeing you.",
        "Time: Tue 10 Mar, 10:00",
        "Place: 8 Nanjing Road",
        "For: Maintenance A (about CNY 950)",
        "Please bring your licence.",
        "You have priority at reception.",
        "Please arrive on time and enjoy 10% off labour and a tea snack.",
        "To change or cancel, call 021-55550200.",
        "Ref K7Q2",
    ]


def test_a_confirmation_reads_so_in_traditional_chinese():  # CF-03, CF-04, PK-19, RM-17
    taiwan = {"language": "zh-Hant", "phone": "+886912345678", "store_name": TRADITIONAL}

    assert body(items=(SERVICED,), entitlements=PROMISED, **taiwan).splitlines() == [
        "【麗顏】您好，您的預約已確認，期待您的光臨。",
        "時間：3月10日（週二）10:00",
        "地點：南京路8号",
        "項目：A类保养（參考價人民幣950元）",
        "请带行驶证。",
        "我們將優先接待您。",
        "請準時到店，可享工資9折、茶点一份。",
        "回覆1確認、2取消、3改期，或致電021-55550200。",
        "預約編號 K7Q2",
    ]


@pytest.mark.parametrize("tag", ["zh-Hant", "zh-TW", "zh-HK", "zh-Hant-TW", "zh_TW"])
def test_whoever_reads_traditional_chinese_is_written_to_in_it(tag):
    text = written("confirmation", a_booking(language=tag))

    assert (text.language, "您的預約已確認" in text.body) == ("zh-Hant", True)


def test_what_the_words_were_filled_with_goes_along():  # CF-03
    text = written("confirmation", a_booking(items=(SERVICED,), entitlements=PROMISED))

    assert text.values == {
        "store": "丽颜", "place": "南京路8号", "phone": "021-55550200", "number": "K7Q2",
        "when": "3月10日（周二）10:00", "items": "A类保养", "price": "¥950",
        "notes": "请带行驶证。", "benefits": "工时费9折、茶点一份",
    }  # fmt: skip


def test_who_was_not_reached_reads_that_the_place_is_kept():  # RM-11
    assert body("not_reached").splitlines() == [
        "【丽颜】您好，我们致电确认您的到店时间，未能接通。您的位置仍为您保留。",
        "时间：3月10日（周二）10:00",
        "地点：南京路8号",
        "项目：面部护理",
        "时间有变或取消请致电021-55550200。",
        "预约号 K7Q2",
    ]
    assert body("not_reached", language="en").splitlines()[0] == (
        "Liyan: we called to confirm when you come and could not reach you. Your place is kept."
    )


def test_a_cancellation_reads_so():  # CX-04
    assert body("cancellation").splitlines() == [
        "【丽颜】您好，您的以下预约已取消，无需到店。",
        "时间：3月10日（周二）10:00",
        "项目：面部护理",
        "期待再次为您服务，重新预约请致电021-55550200。",
        "预约号 K7Q2",
    ]
    assert body("cancellation", language="en").splitlines() == [
        "Liyan: hello, your booking has been cancelled. Nothing more is needed from you.",
        "Time: Tue 10 Mar, 10:00",
        "For: Facial",
        "We hope to see you another time. To book again, call 021-55550200.",
        "Ref K7Q2",
    ]


@pytest.mark.parametrize(("kind", "language"), [*product(OF_A_VISIT, LANGUAGES)])
def test_every_word_of_a_visit_names_time_place_item_phone_and_reference(kind, language):  # CF-03
    text = body(kind, language=language)

    for fact in ("10:00", "021-55550200", "K7Q2"):
        assert fact in text
    assert ("8 Nanjing Road" if language == "en" else "南京路8号") in text
    assert ("Facial" if language == "en" else "面部护理") in text


@pytest.mark.parametrize("kind", OF_A_VISIT)
def test_the_customer_is_asked_to_be_on_time(kind):  # RM-17
    assert "请准时到店" in body(kind)
    assert "arrive on time" in body(kind, language="en")


def test_each_kind_begins_with_words_of_its_own():
    for language in LANGUAGES:
        assert len({body(kind, language=language).splitlines()[0] for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize(
    ("zone", "time"),
    [("Asia/Shanghai", "10:00"), ("Europe/Berlin", "03:00"), ("America/New_York", "22:00")],
)
def test_the_time_is_the_stores(zone, time):  # CF-03
    assert time in body(timezone=zone)


def test_the_day_is_the_stores_too():  # CF-03
    assert "Mon 9 Mar, 22:00" in body(timezone="America/New_York", language="en")


def test_several_items_are_named_and_their_prices_added():  # CF-03
    text = body(items=(SERVICED, an_item(labour=5050)))

    assert "项目：A类保养、面部护理（参考价¥1000.50）" in text


def test_no_price_is_named_where_none_is_known():  # CF-03
    nameless = {name: value for name, value in an_item().items() if name not in ("labour", "parts")}

    assert "参考价" not in body(items=(nameless,))
    assert "参考价" not in body()


def test_a_note_that_two_items_share_is_given_once():  # CF-04
    assert body(items=(SERVICED, SERVICED)).count("请带行驶证。") == 1


@pytest.mark.parametrize("state", ["open", "none"])
def test_only_what_is_promised_is_named(state):  # PK-19
    maybe = {name: {"state": state} for name in ("priority", "discount", "perk")}

    text = body(entitlements=maybe)

    assert "可享" not in text
    assert "优先" not in text


def test_an_odd_discount_keeps_its_fraction():  # PK-19
    discount = {"discount": {"state": "promised", "labour_percent": 85}}

    assert "工时费8.5折" in body(entitlements=discount)
    assert "15% off labour" in body(entitlements=discount, language="en")


@pytest.mark.parametrize("language", ["fr", "ja", ""])
def test_a_language_that_we_do_not_write_becomes_chinese(language):
    text = written("confirmation", a_booking(language=language))

    assert text.language == "zh"
    assert text.body == body()


def test_a_name_that_is_missing_in_one_language_is_said_in_another():
    assert said({"zh": "丽颜", "en": "Liyan"}, "en") == "Liyan"
    assert said({"zh": "丽颜", "en": ""}, "en") == "丽颜"
    assert said({"de": "Schön"}, "zh") == "Schön"


def test_a_name_without_words_is_refused():
    with pytest.raises(ValueError, match="name"):
        said({"zh": ""}, "zh")


@pytest.mark.parametrize(("kind", "language"), [*product(KINDS, LANGUAGES)])
def test_nobody_is_asked_to_reply_cancel(kind, language):
    assert not re.search(r"reply|回复|CANCEL", body(kind, language=language))


@pytest.mark.parametrize("link", ["https://slip.example/m/1", "http://a.cn", "www.a.cn/x"])
def test_no_link_goes_to_a_mainland_number(link):
    noted = an_item(notes={"zh": f"路线见{link}，欢迎。"})

    assert link not in body(items=(noted,))
    assert "欢迎。" in body(items=(noted,))
    assert link in body(items=(noted,), phone="+14155550100")


def test_a_stores_words_cannot_become_instructions():
    tricky = {"zh": "{{ number }}{% raw %}"}

    assert "【{{ number }}{% raw %}】" in body(store_name=tricky)


@pytest.mark.parametrize(
    ("language", "letter", "length", "segments"),
    [("zh", "丽", 134, 2), ("zh", "丽", 135, 3), ("en", "L", 306, 2), ("en", "L", 307, 3)],
)
def test_segments_are_counted_as_carriers_count_them(language, letter, length, segments):
    bare = len(body("cancellation", language=language, store_name={"zh": letter})) - 1
    name = {"zh": letter * (length - bare)}

    text = written("cancellation", a_booking(language=language, store_name=name))

    assert (len(text.body), text.segments) == (length, segments)


def test_english_words_stay_in_the_plain_alphabet_of_sms():
    promised = a_booking(language="en", items=(SERVICED,), entitlements=PROMISED)

    for kind in KINDS:
        assert written(kind, promised).body.isascii()


def an_offer(**changes):
    told = {
        "id": "w-1", "revision": 2, "store_id": "s-beau",
        "store_name": {"zh": "丽颜", "en": "Liyan"}, "store_phone": "021-55550200",
        "timezone": "Asia/Shanghai", "start": TEN_TOMORROW,
        "until": NINE + timedelta(minutes=15), "phone": "+8613800138000", "language": "zh",
    }  # fmt: skip
    return Offer(**{**told, **changes})


def test_an_offer_reads_so_in_chinese():  # features 18
    assert offered(an_offer()).body.splitlines() == [
        "【丽颜】您好，您等候的时间现在有空位，已为您保留。",
        "时间：3月10日（周二）10:00",
        "保留至：3月9日（周一）09:15",
        "需要请在此之前致电021-55550200，逾时将让给下一位。",
    ]


def test_an_offer_reads_so_in_english():  # features 18
    assert offered(an_offer(language="en")).body.splitlines() == [
        "Liyan: hello, a place that you are waiting for is free, and we are keeping it for you.",
        "Time: Tue 10 Mar, 10:00",
        "Kept until: Mon 9 Mar, 09:15",
        "To take it, call 021-55550200 before then. After that it goes to the next in line.",
    ]


def test_an_offer_s_times_are_the_store_s_and_an_unknown_language_is_chinese():
    assert "3月9日（周一）22:00" in offered(an_offer(timezone="America/New_York")).body
    assert offered(an_offer(language="fr")).language == "zh"
