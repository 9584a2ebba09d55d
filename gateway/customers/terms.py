"""A store's terms in plain words, as an order's summary shows them (PO-08)."""

from collections.abc import Mapping
from typing import Any


def in_words(policy: Mapping[str, Any], deposit_fen: int) -> dict[str, str]:
    """Return until when a visit may be changed and cancelled, and what becomes of a deposit."""
    change, cancel = policy["change_notice_minutes"], policy["cancel_notice_minutes"]
    zh = f"到店前{_zh(change)}可自行改期，到店前{_zh(cancel)}可自行取消。"
    en = (
        f"You can move the visit until {_en(change)} before it starts,"
        f" and cancel it until {_en(cancel)} before it starts."
    )
    if deposit_fen:
        zh += "按时取消，定金全额退还；逾期取消，扣除违约金后退还。余款在服务完成后支付。"
        en += (
            " The deposit is returned in full if you cancel in time, else less what leaving the"
            " place late costs. The rest is paid when the work is done."
        )
    return {"zh": zh, "en": en}


def _zh(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours}小时" * bool(hours) + f"{rest}分钟" * bool(rest or not hours)


def _en(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    said = [f"{hours} h"] * bool(hours) + [f"{rest} min"] * bool(rest or not hours)
    return " ".join(said)
