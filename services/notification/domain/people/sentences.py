"""Why a message stands where it stands because of what its customer wants."""

PEOPLE_SENTENCES = {
    "their_hours": (
        "客户希望在 {hours} 之间联系，{until} 再发。",
        "They prefer to be contacted {hours}; it is sent at {until}.",
    ),
    "no_hours_left": (
        "客户希望在 {hours} 之间联系，到店之前没有这样的时间，因此不发。",
        "They prefer to be contacted {hours}, and no such time comes before it is too late.",
    ),
    "by_sms_instead": (
        "客户希望以其他方式联系，但未能送达，改发短信。",
        "The way that they prefer did not lead to them, so it goes by SMS.",
    ),
    "given_up": (
        "一刻钟内未能发出，改发短信。",
        "It could not be handed over for a quarter of an hour, so it goes by SMS.",
    ),
    "wished_anew": (
        "客户改了联系方式或时间，由新的消息提醒。",
        "They want it another way or at another time since; a newer message says it.",
    ),
    "reminder_refused": (
        "客户自 {since_at} 起不愿以这种方式收到提醒。",
        "Since {since_at} they want no reminders this way.",
    ),
    "survey_refused": (
        "客户自 {since_at} 起不愿以这种方式收到回访问卷。",
        "Since {since_at} they want no questions about their visits this way.",
    ),
    "marketing_refused": (
        "客户自 {since_at} 起不愿以这种方式收到推广信息。",
        "Since {since_at} they want to hear of no offers this way.",
    ),
}
