"""The words of a call, in Chinese of both scripts and in English, read aloud before they were kept.

Until a key was pressed anybody may be listening: the store and that it is about an
appointment is all that is said.
"""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from services.notification.domain import words
from services.notification.domain.bookings import Booking

MOMENTS = {
    "zh": "M月d日EEEE H点mm分", "zh-Hant": "M月d日EEEE H點mm分", "en": "EEEE d MMMM 'at' h:mm a",
}  # fmt: skip
WORDS: Mapping[str, Mapping[str, str]] = {
    "greeting": {
        "zh": "您好，这里是{store}，关于您的一个预约。",
        "zh-Hant": "您好，這裡是{store}，來電是關於您的一個預約。",
        "en": "Hello, this is {store}, about an appointment of yours.",
    },
    "menu": {
        "zh": "确认会来请按1，取消请按2，改时间请按3，重听请按9，转人工请按0。",
        "zh-Hant": "確定會來請按1，取消請按2，改時間請按3，重聽請按9，轉接專人請按0。",
        "en": "To confirm, press 1. To cancel, press 2. For another time, press 3. "
        "To hear this again, press 9. For a person, press 0.",
    },
    "sure": {
        "zh": "您要取消预约。确定取消请再按一次2，保留预约请按1。",
        "zh-Hant": "您要取消預約。確定取消請再按一次2，保留預約請按1。",
        "en": "You are about to cancel. Press 2 again to cancel, or 1 to keep the appointment.",
    },
    "again": {
        "zh": "没有听清您的选择。",
        "zh-Hant": "沒有聽清楚您的選擇。",
        "en": "Sorry, that was not understood.",
    },
    "goodbye": {"zh": "谢谢，再见。", "zh-Hant": "謝謝，再見。", "en": "Thank you, goodbye."},
    "to_machine": {
        "zh": "您好，您有一个预约需要确认，请回电{phone}。谢谢。",
        "zh-Hant": "您好，您有一個預約需要確認，請回電{phone}。謝謝。",
        "en": "Hello, an appointment of yours is to be confirmed. Please call {phone}. Thank you.",
    },
    "confirmed": {
        "zh": "已为您确认：{when}，{items}。期待您的光临。",
        "zh-Hant": "已為您確認：{when}，{items}。期待您的光臨。",
        "en": "You are confirmed for {when}: {items}. See you then.",
    },
    "cancelled": {
        "zh": "您的预约已取消。",
        "zh-Hant": "您的預約已取消。",
        "en": "Your appointment is cancelled.",
    },
    "asked": {
        "zh": "好的，门店会致电与您商定其他时间。",
        "zh-Hant": "好的，門市會致電與您商定其他時間。",
        "en": "All right: the store will call you to agree on another time.",
    },
    "person": {
        "zh": "好的，门店的同事会尽快致电给您。",
        "zh-Hant": "好的，門市的同仁會盡快致電給您。",
        "en": "A colleague will call you soon.",
    },
    "refused": {
        "zh": "抱歉，现在已无法自助办理，请致电门店：{phone}。",
        "zh-Hant": "抱歉，現在已無法自行辦理，請致電門市：{phone}。",
        "en": "Sorry, it is too late to do this by yourself. Please call the store: {phone}.",
    },
    "already_cancelled": {
        "zh": "这个预约已经取消。",
        "zh-Hant": "這個預約已經取消。",
        "en": "This appointment has already been cancelled.",
    },
    "already_asked": {
        "zh": "您已经要求改时间，门店会致电给您。",
        "zh-Hant": "您已經要求改時間，門市會致電給您。",
        "en": "You have already asked for another time; the store will call you.",
    },
    "moved": {
        "zh": "您的预约已有变更，请以最新的通知为准。",
        "zh-Hant": "您的預約已有變更，請以最新的通知為準。",
        "en": "Your appointment has changed since; please go by the latest message.",
    },
    "ended": {
        "zh": "这个预约已经结束。",
        "zh-Hant": "這個預約已經結束。",
        "en": "This appointment is over.",
    },
}
"""``{when}`` and ``{items}`` are said only once a key was pressed."""


def known(language: str) -> str:
    """Return the language that is spoken which *language* means, else Chinese."""
    return words.language_of(language)


def said(code: str, booking: Booking) -> str:
    """Return *code* in the language of the customer of *booking*."""
    language = known(booking.language)
    start = booking.start.astimezone(ZoneInfo(booking.timezone))
    names = [words.said(item["name"], language) for item in booking.items]
    return WORDS[code][language].format(
        store=words.said(booking.store_name, language),
        phone=digit_by_digit(booking.store_phone),
        when=format_datetime(start, MOMENTS[language], locale=words.LOCALES[language]),
        items=words.BETWEEN[language].join(names),
    )


def digit_by_digit(phone: str) -> str:
    """Return *phone* so that it is read figure by figure."""
    return " ".join(figure for figure in phone if figure.isdigit())
