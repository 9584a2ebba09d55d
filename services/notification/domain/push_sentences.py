"""Why a push stands where it stands, where that is not said as of an SMS."""

PUSH_SENTENCES = {
    "superseded": (
        "预约已有变更，由新的推送通知。",
        "The booking has changed since; a newer message says so.",
    ),
    "not_booked": (
        "预约状态已变，推送内容不再适用。",
        "The booking no longer stands as the message says.",
    ),
    "opted_out": (
        "客户不愿再收到推送。",
        "The customer wants nothing more on their device.",
    ),
    "unreachable": (
        "客户的设备已不再接收推送（代码 {code}），改发短信。",
        "None of their devices takes messages any more (code {code}); it goes by SMS.",
    ),
    "carrier_busy": (
        "推送服务繁忙，稍后重试。",
        "The push service asked us to try again later.",
    ),
    "not_connected": (
        "推送服务没有回应，将自动重试；重复的推送在设备上只显示一条。",
        "The push service did not answer; it is tried again, and shown once on the device.",
    ),
    "no_answer": (
        "不确定是否已推送，稍后最多再发一次；设备上只显示一条。",
        "It may have gone, and is sent once more at most; the device shows it once.",
    ),
    "not_found": (
        "推送服务未确认，可能已送达。",
        "The push service has not confirmed it; it may have gone.",
    ),
    "missing_variable": (
        "推送文字里的“{name}”没有内容，因此未推送，改发短信。请改好文字。",
        "The words of the push name {name}, which nobody tells, so it goes by SMS. Put them right.",
    ),
}
