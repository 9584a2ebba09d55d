"""What a customer's text means: a digit, a carrier's word, or words for a person to read.

Carriers take CANCEL, STOP and their like for an opt-out, so nobody is asked to write one;
digits answer what we wrote.
"""

import unicodedata

CONFIRM, CANCEL, MOVE = "confirm", "cancel", "to_rebook"
STOP, START, HELP, WORDS = "stop", "start", "help", "words"
DIGITS = {"1": CONFIRM, "2": CANCEL, "3": MOVE}
OPT_OUTS = frozenset(
    {"STOP", "UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT", "CANCEL",
     "TD", "T", "退订", "退訂", "取消订阅", "取消訂閱"}
)  # fmt: skip
OPT_INS = frozenset({"START", "YES", "UNSTOP", "订阅", "訂閱", "恢复", "恢復"})
HELPS = frozenset({"HELP", "INFO", "帮助", "幫助", "協助"})
LONGEST = 1600


def meaning(body: str) -> str:
    """Return what *body* asks for, whatever its case, width and the marks around it."""
    word = _plain(body)
    if word in DIGITS:
        return DIGITS[word]
    if word in OPT_OUTS:
        return STOP
    if word in OPT_INS:
        return START
    return HELP if word in HELPS else WORDS


def _plain(body: str) -> str:
    """Return *body* with wide characters narrowed, in capitals, without spaces and marks."""
    narrowed = unicodedata.normalize("NFKC", body).upper()
    return "".join(letter for letter in narrowed if letter.isalnum())
