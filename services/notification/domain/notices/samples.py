"""What each kind of notice knows, as an example: by it a store's own words are tried."""

from collections.abc import Mapping
from typing import Any

STORE = {"store": "安顺汽车", "place": "上海市延安路1号", "phone": "021-55550100"}
CAMPAIGN = {
    **STORE,
    "name": "免费检测周",
    "days": "2026年5月20日至5月26日",
    "address": "上海市延安路1号",
    "content": "36项免费检测，到店即可参加。",
    "summary": "36项免费检测，到店即可参加。",
    "digits": False,
}
NOTICE_SAMPLES: Mapping[str, tuple[Mapping[str, Any], ...]] = {
    "maintenance_due": ({**STORE, "car": "沪A12345", "due": "2026年9月8日"},),
    "after_call": (STORE,),
    "campaign": (CAMPAIGN, {**CAMPAIGN, "digits": True}),
    "case_answered": ({**STORE, "since": "2026年3月8日"},),
    "refund": (
        {**STORE, "amount": "¥380", "weeks": True},
        {**STORE, "amount": "¥380", "weeks": False},
    ),
    "survey": (
        {**STORE, "when": "3月10日（周二）10:00", "link": "https://example.com/rate/x"},
        {**STORE, "when": "3月10日（周二）10:00", "link": ""},
    ),
    "missed_visit": ({**STORE, "number": "K7Q2MX", "when": "3月10日（周二）10:00"},),
}
