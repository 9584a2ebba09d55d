"""What operators see of every process (Prometheus)."""

from prometheus_client import Counter, Gauge, Histogram

CALLS = Counter("slipboard_calls_total", "Calls answered", ["method", "outcome"])
CALL_SECONDS = Histogram(
    "slipboard_call_seconds",
    "Time from taking a call to its answer",
    ["method"],
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
HEARD = Counter("slipboard_events_heard_total", "Events settled", ["event", "outcome"])
TOLD = Counter("slipboard_events_told_total", "Events confirmed by the broker", ["source"])
DONE = Counter("slipboard_due_work_total", "Due work ended", ["kind", "outcome"])
PROVIDER_PAUSED = Counter("slipboard_provider_paused_total", "Pauses of a provider", ["provider"])
MESSAGES_SILENT = Gauge(
    "slipboard_messages_silent", "Sent over an hour ago, and nobody tells how they ended", ["state"]
)
POISON = Counter("slipboard_poison_total", "Messages rejected", ["queue", "reason"])
HUB_STALL = Gauge("slipboard_hub_stall_seconds", "Longest recent stall of the event loop")
