"""Why a message of a broadcast stands where it stands."""

BROADCAST_SENTENCES = {
    "broadcast_paused": (
        "群发已暂停，恢复后继续发送。",
        "The broadcast is paused; it is sent when that goes on.",
    ),
    "broadcast_stopped": (
        "群发已停止，未再发送。",
        "The broadcast was stopped before this was sent.",
    ),
}
