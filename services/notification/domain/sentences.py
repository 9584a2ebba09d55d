"""Why a message stands where it stands, said to the people who work with it.

One sentence a reason, in Chinese and in English, with the facts that the decision rests on:
it is kept with the message, so that it still says later what was true then.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.notification.domain.broadcast_sentences import BROADCAST_SENTENCES
from services.notification.domain.call_sentences import CALL_SENTENCES
from services.notification.domain.carrier import Code
from services.notification.domain.mail_sentences import MAIL_SENTENCES
from services.notification.domain.messages import EMAIL, PUSH, SMS
from services.notification.domain.people.sentences import PEOPLE_SENTENCES
from services.notification.domain.push_sentences import PUSH_SENTENCES
from services.notification.domain.watch_sentences import WATCH_SENTENCES

SENTENCES = {
    "superseded": (
        "预约已有变更，由新的短信通知。",
        "The booking has changed since; a newer message says so.",
    ),
    "not_booked": (
        "预约状态已变，短信内容不再适用。",
        "The booking no longer stands as the message says.",
    ),
    "opted_out": (
        "客户已退订短信，请致电联系。",
        "The customer has opted out of messages. Please telephone.",
    ),
    "too_late": (
        "已错过有效时间。",
        "It would have come too late to be of use.",
    ),
    "unreachable": (
        "该号码无法接收短信（运营商代码 {code}），请核对号码。",
        "Nobody can be reached by SMS at this number (carrier's code {code}). Please check it.",
    ),
    "sender_trouble": (
        "运营商拒绝了账户或内容（代码 {code}），请运维人员处理。",
        "The carrier refuses our account or text (code {code}); the operator has to act.",
    ),
    "words_refused": (
        "运营商不接受这条短信的内容（代码 {code}），请运维人员核对模板。",
        "The carrier refuses the words of this message (code {code}); "
        "the operator has to check its template.",
    ),
    "no_template": (
        "没有已审核的短信模板可用于这类内容（{kind}，{language}），未发送短信。",
        "There is no approved template for {kind} in {language}; no SMS was sent.",
    ),
    "carrier_busy": (
        "运营商繁忙，稍后重试。",
        "The carrier asked us to try again later.",
    ),
    "not_connected": (
        "无法连接运营商，将自动重试。",
        "The carrier could not be reached; it will be tried again.",
    ),
    "no_answer": (
        "运营商未回应，正在查询是否已发送。",
        "The carrier has not answered; we are asking whether it was sent.",
    ),
    "not_found": (
        "多次查询运营商均无记录，按未发送处理。",
        "The carrier was asked again and again and does not list it: it counts as not sent.",
    ),
    "no_consent": ("客户没有同意接收推广信息。", "The customer has not agreed to hear of offers."),
    **PEOPLE_SENTENCES,
    "call_instead": (
        "{call_at} 有到店前确认电话，不再另发提醒。",
        "They are called before the visit at {call_at}, so no reminder is sent as well.",
    ),
    "spend_cap": (
        "本月短信费用已用 {spent}，超过上限 {cap}。",
        "{spent} of this month's {cap} for messages is spent.",
    ),
    "budget": (
        "{days} 天内已联系客户 {came} 次，{again_at} 起才可再发。",
        "They were written to {came} times in {days} days; the next may come at {again_at}.",
    ),
    "quiet_hours": (
        "现在是休息时间，{until} 以后才发。",
        "It is late there; nobody is written to before {until}.",
    ),
    "provider_down": (
        "短信通道暂停（代码 {code}），{until} 再试。",
        "The carrier is paused (code {code}) and tried again at {until}.",
    ),
    "by_hand": (
        "员工要求重发。",
        "A member of staff asked to send it once more.",
    ),
    "missing_variable": (
        "短信文字里的“{name}”没有内容，因此未发送。请改好文字后重发，或致电客户。",
        "The words name {name}, which nobody tells, so it was not sent. "
        "Put them right and send it again, or telephone.",
    ),
    "not_wanted": (
        "情况已变，不必再告知客户。",
        "Things have changed; the customer need not be told any more.",
    ),
    "is_expected": (
        "客户已有到店预约，不必再提醒。",
        "The customer has booked to come, so there is nothing to remind them of.",
    ),
    **CALL_SENTENCES,
    **WATCH_SENTENCES,
    **BROADCAST_SENTENCES,
}
BY_CHANNEL = {EMAIL: {**SENTENCES, **MAIL_SENTENCES}, PUSH: {**SENTENCES, **PUSH_SENTENCES}}
NO_CODE = "-"


def sentence(
    why: str, code: Code | None, facts: Mapping[str, Any], timezone: str, channel: str = SMS
) -> dict[str, str] | None:
    """Return why a message stands so as ``{zh, en}``, or None where there is nothing to say.

    Moments are told in the store's time, money in yuan.
    """
    sentences = BY_CHANNEL.get(channel, SENTENCES)
    if why not in sentences:
        return None
    zh, en = sentences[why]
    said = {"code": code or NO_CODE, **_said(facts, ZoneInfo(timezone))}
    return {"zh": zh.format_map(said), "en": en.format_map(said)}


def _said(facts: Mapping[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    said = {}
    for name, value in facts.items():
        if name.endswith("_fen"):
            said[name.removesuffix("_fen")] = f"¥{value / 100:.2f}"
        elif name.endswith("_at") or name == "until":
            moment = datetime.fromisoformat(value).astimezone(zone)
            said[name] = f"{moment:%Y-%m-%d %H:%M}"
        else:
            said[name] = value
    return said
