"""Why a message stands where it stands when the carrier says no more of it."""

WATCH_SENTENCES = {
    "silent": (
        "运营商自 {since_at} 起再无回报，短信可能已送达，但未经确认。",
        "The carrier has said nothing since {since_at}. It may well have arrived; nobody knows.",
    ),
    "never_left": (
        "运营商自 {since_at} 起一直没有发出，按未发送处理。",
        "The carrier has had it since {since_at} and not sent it on, so it counts as not sent.",
    ),
}
