"""What a customer is answered at once, in the language in which they were written to."""

from collections.abc import Mapping

THANKS, ASKED, REFUSED, ENDED, READ, HELP = (
    "thanks", "asked", "refused", "ended", "read", "help",
)  # fmt: skip
ANSWERS: Mapping[str, Mapping[str, str]] = {
    THANKS: {"zh": "谢谢，已为您确认，期待您的光临。", "en": "Thank you, confirmed. See you then."},
    ASKED: {
        "zh": "好的，门店会致电与您商定其他时间。",
        "en": "All right: the store will call you to agree on another time.",
    },
    REFUSED: {
        "zh": "现在无法通过短信办理，请致电{phone}。",
        "en": "This cannot be done by text now. Please call {phone}.",
    },
    ENDED: {
        "zh": "您没有待到店的预约。需要帮助请致电{phone}。",
        "en": "You have no booking to come. For help call {phone}.",
    },
    READ: {
        "zh": "收到，门店会尽快回复您。",
        "en": "Thank you, the store will answer you soon.",
    },
    HELP: {
        "zh": "回复1确认、2取消、3改期；其他请致电{phone}。退订回复TD。",
        "en": "Reply 1 to confirm, 2 to cancel, 3 for another time; else call {phone}. "
        "STOP ends messages.",
    },
}


def answer(code: str, language: str, phone: str) -> str:
    """Return the answer *code* in *language*, with the telephone number of the store."""
    said = ANSWERS[code]
    return said.get(language, said["zh"]).format(phone=phone)
