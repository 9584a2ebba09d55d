"""What notification would reply about broadcasts."""

from common.contracts.notification import broadcasts

WORDS = {"zh": "{{ store }}：明日暂停营业。", "en": "{{ store }} is closed tomorrow."}


def a_broadcast(**changes):
    return {
        "id": "bc-1",
        "revision": 1,
        "state": "draft",
        "kind": "announcement",
        "name": "停电通知",
        "stores": ["s-4s"],
        "emergency": False,
        "channel": "sms",
        "audience": {"past_days": 0, "coming_days": 7, "customers": []},
        "words": WORDS,
        "day": None,
        "last_day": None,
        "rate_per_minute": 600,
        "until": None,
        "begun_at": "2026-03-09T01:00:00+00:00",
        "preview": None,
        "previewed_at": None,
        "starts_at": None,
        "ended_at": None,
        "progress": {"people": {"waiting": 0, "sent": 0}, "reasons": []},
        "done_at": None,
        "legal_moves": ["change", "preview", "stop"],
        "history": [],
    } | changes


def a_preview(**changes):
    return {
        "people": 300,
        "reached": 298,
        "opted_out": 2,
        "no_consent": 0,
        "languages": {"zh": 290, "en": 8},
        "segments": 298,
        "cost_fen": 13410,
        "texts": [
            {
                "language": "zh",
                "body": "安顺汽车：明日暂停营业。",
                "segments": 1,
                "encoding": "UCS-2",
            }
        ],
        "stores": [
            {
                "store_id": "s-4s",
                "people": 298,
                "segments": 298,
                "cost_fen": 13410,
                "spent_fen": 90,
                "cap_fen": 10000,
                "over_cap": True,
            }
        ],
    } | changes


def previewed(**changes):
    return a_broadcast(
        **{
            "revision": 2,
            "state": "previewed",
            "preview": a_preview(),
            "previewed_at": "2026-03-09T01:00:00+00:00",
            "legal_moves": ["change", "preview", "start", "stop"],
        }
        | changes
    )


def running(**changes):
    return previewed(
        **{
            "revision": 3,
            "state": "running",
            "starts_at": "2026-03-09T01:01:00+00:00",
            "done_at": "2026-03-09T01:01:30+00:00",
            "legal_moves": ["pause", "stop"],
        }
        | changes
    )


def a_recipient(**changes):
    return {
        "customer_id": "c-1",
        "store_id": "s-4s",
        "to": "+86138****8000",
        "language": "zh",
        "state": "suppressed",
        "message_id": "m-1",
        "why": "opted_out",
        "sentence": {"zh": "客户已退订短信，请致电联系。", "en": "Please telephone."},
        "sent_at": None,
    } | changes


def replies():
    """Return a reply to each call, by its key."""
    return {
        broadcasts.DRAFT_BROADCAST.key: a_broadcast(replayed=False),
        broadcasts.CHANGE_BROADCAST.key: a_broadcast(revision=2),
        broadcasts.PREVIEW_BROADCAST.key: previewed(),
        broadcasts.START_BROADCAST.key: running(),
        broadcasts.PAUSE_BROADCAST.key: running(revision=4, state="paused", done_at=None),
        broadcasts.RESUME_BROADCAST.key: running(revision=5),
        broadcasts.STOP_BROADCAST.key: running(revision=6, state="stopped", done_at=None),
        broadcasts.LIST_BROADCASTS.key: {"broadcasts": [running()], "next_cursor": None},
        broadcasts.GET_BROADCAST.key: running(),
        broadcasts.LIST_RECIPIENTS.key: {"recipients": [a_recipient()], "next_cursor": None},
    }
