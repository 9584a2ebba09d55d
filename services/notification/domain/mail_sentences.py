"""Why an e-mail stands where it stands, where that is not said as of an SMS."""

MAIL_SENTENCES = {
    "superseded": (
        "预约已有变更，由新的邮件通知。",
        "The booking has changed since; a newer message says so.",
    ),
    "not_booked": (
        "预约状态已变，邮件内容不再适用。",
        "The booking no longer stands as the message says.",
    ),
    "opted_out": (
        "客户不愿再收到邮件。",
        "The customer wants no more e-mails.",
    ),
    "unreachable": (
        "该邮箱无法收信（邮件服务器代码 {code}），请核对邮箱地址。",
        "No e-mail can be delivered to this address (server's code {code}). Please check it.",
    ),
    "sender_trouble": (
        "邮件服务器拒绝了登录或内容（代码 {code}），请运维人员处理。",
        "The mail server refuses our login or text (code {code}); the operator has to act.",
    ),
    "carrier_busy": (
        "邮件服务器繁忙，稍后重试。",
        "The mail server asked us to try again later.",
    ),
    "not_connected": (
        "无法连接邮件服务器，将自动重试。",
        "The mail server could not be reached; it will be tried again.",
    ),
    "no_answer": (
        "邮件服务器未确认，可能已发送；稍后最多再发一次。",
        "The mail server has not answered; it may have gone, and is sent once more at most.",
    ),
    "not_found": (
        "邮件服务器两次都未确认，按未发送处理（也可能已到）。",
        "The mail server confirmed neither try: it counts as not sent, though it may have gone.",
    ),
    "provider_down": (
        "邮件通道暂停（代码 {code}），{until} 再试。",
        "E-mail is paused (code {code}) and tried again at {until}.",
    ),
    "missing_variable": (
        "邮件文字里的“{name}”没有内容，因此未发送。请改好文字后重发，或致电客户。",
        "The words of the e-mail name {name}, which nobody tells, so it was not sent. "
        "Put them right and send it again, or telephone.",
    ),
}
