"""The words of a call, in Chinese and in English, read aloud before they were kept.

Until a key was pressed anybody may be listening: the store and that it is about an
appointment is all that is said.
"""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from services.notification.domain import words
from services.notification.domain.bookings import Booking

MOMENTS = {"zh": "M月d日EEEE H点mm分", "en": "EEEE d MMMM 'at' h:mm a"}
WORDS: Mapping[str, Mapping[str, str]] = {
    "greeting": {
        "zh": "您好，这里是{store}，关于您的一个预约。",
        "en": "Hello, this is {store}, about an appointment of yours.",
    },
    "menu": {
        "zh": "确认会来请按1，取消请按2，改时间请按3，重听请按9，转人工请按0。",
        "en": "To confirm, press 1. To cancel, press 2. For another time, press 3. "
        "To hear this again, press 9. For a person, press 0.",
    },
    "sure": {
        "zh": "您要取消预约。确定取消请再按一次2，保留预约请按1。",
        "en": "You are about to cancel. Press 2 again to cancel, or 1 to keep the appointment.",
    },
    "again": {"zh": "没有听清您的选择。", "en": "Sorry, that was not understood."},
    "goodbye": {"zh": "谢谢，再见。", "en": "Thank you, goodbye."},
    "to_machine": {
        "zh": "您好，您有一个预约需要确认，请回电{phone}。谢谢。",
        "en": "Hello, an appointment of yours is to be confirmed. Please call {phone}. Thank you.",
    },
    "confirmed": {
        "zh": "已为您确认：{when}，{items}。期待您的光临。",
        "en": "You are confirmed for {when}: {items}. See you then.",
    },
    "cancelled": {"zh": "您的预约已取消。", "en": "Your appointment is cancelled."},
    "asked": {
        "zh": "好的，门店会致电与您商定其他时间。",
        "en": "All right: the store will call you to agree on another time.",
    },
    "person": {"zh": "好的，门店的同事会尽快致电给您。", "en": "A colleague will call you soon."},
    "refused": {
        "zh": "抱歉，现在已无法自助办理，请致电门店：{phone}。",
        "en": "Sorry, it is too late to do this by yourself. Please call the store: {phone}.",
    },
    "already_cancelled": {
        "zh": "这个预约已经取消。",
        "en": "This appointment has already been cancelled.",
    },
    "already_asked": {
        "zh": "您已经要求改时间，门店会致电给您。",
        "en": "You have already asked for another time; the store will call you.",
    },
    "moved": {
        "zh": "您的预约已有变更，请以最新的通知为准。",
        "en": "Your appointment has changed since; please go by the latest message.",
    },
    "ended": {"zh": "这个预约已经结束。", "en": "This appointment is over."},
}
"""``{when}`` and ``{items}`` are said only once a key was pressed."""


def known(language: str) -> str:
    """Return *language* if it is spoken, else Chinese."""
    return language if language in MOMENTS else words.HOME_LANGUAGE


def said(code: str, booking: Booking) -> str:
    """Return *code* in the language of the customer of *booking*."""
    language = known(booking.language)
    start = booking.start.astimezone(ZoneInfo(booking.timezone))
    names = [words.said(item["name"], language) for item in booking.items]
    return WORDS[code][language].format(
        store=words.said(booking.store_name, language),
        phone=digit_by_digit(booking.store_phone),
        when=format_datetime(start, MOMENTS[language], locale=language),
        items=words.BETWEEN[language].join(names),
    )


def digit_by_digit(phone: str) -> str:
    """Return *phone* so that it is read figure by figure."""
    return " ".join(figure for figure in phone if figure.isdigit())
