"""What a customer is answered at once, in the language in which they were written to."""

from collections.abc import Mapping

from common.languages import ZH, language_of

THANKS, ASKED, REFUSED, ENDED, READ, HELP = (
    "thanks", "asked", "refused", "ended", "read", "help",
)  # fmt: skip
ANSWERS: Mapping[str, Mapping[str, str]] = {
    THANKS: {
        "zh": "谢谢，已为您确认，期待您的光临。",
        "zh-Hant": "謝謝，已為您確認，期待您的光臨。",
        "en": "Thank you, confirmed. See you then.",
    },
    ASKED: {
        "zh": "好的，门店会致电与您商定其他时间。",
        "zh-Hant": "好的，門市會致電與您商定其他時間。",
        "en": "All right: the store will call you to agree on another time.",
    },
    REFUSED: {
        "zh": "现在无法通过短信办理，请致电{phone}。",
        "zh-Hant": "目前無法以簡訊辦理，請致電{phone}。",
        "en": "This cannot be done by text now. Please call {phone}.",
    },
    ENDED: {
        "zh": "您没有待到店的预约。需要帮助请致电{phone}。",
        "zh-Hant": "您目前沒有尚未到店的預約。需要協助請致電{phone}。",
        "en": "You have no booking to come. For help call {phone}.",
    },
    READ: {
        "zh": "收到，门店会尽快回复您。",
        "zh-Hant": "收到，門市會盡快回覆您。",
        "en": "Thank you, the store will answer you soon.",
    },
    HELP: {
        "zh": "回复1确认、2取消、3改期；其他请致电{phone}。退订回复TD。",
        "zh-Hant": "回覆1確認、2取消、3改期；其他請致電{phone}。不再接收請回覆STOP。",
        "en": "Reply 1 to confirm, 2 to cancel, 3 for another time; else call {phone}. "
        "STOP ends messages.",
    },
}


def answer(code: str, language: str, phone: str) -> str:
    """Return the answer *code* in *language*, with the telephone number of the store."""
    return ANSWERS[code][language_of(language) or ZH].format(phone=phone)
