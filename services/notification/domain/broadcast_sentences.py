"""Why a message or a call of a broadcast stands where it stands."""

BROADCAST_SENTENCES = {
    "broadcast_paused": (
        "群发已暂停，恢复后继续发送。",
        "The broadcast is paused; it is sent when that goes on.",
    ),
    "broadcast_stopped": (
        "群发已停止，未再发送。",
        "The broadcast was stopped before this was sent.",
    ),
    "words_said": ("客户已接听，通知已播报。", "The call was taken and the words were said."),
    "words_to_machine": (
        "接听的是语音信箱，通知已留言。",
        "A machine took the call; the words were left with it.",
    ),
}
