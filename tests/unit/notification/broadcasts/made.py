"""A broadcast and its store, ordinary unless a test says else."""

from dataclasses import replace
from datetime import date

from services.notification.domain.broadcasts.audience import Recipient
from services.notification.domain.broadcasts.broadcast import (
    RUNNING,
    Audience,
    Place,
    drafted,
)
from tests.worlds import local

NOON = local("2026-03-10 12:00")
BOSS = {"id": "cr-sup", "kind": "person", "role": "cr_supervisor"}
WORDS = {"zh": "{{ store }}明日停业，电话{{ phone }}。", "en": "{{ store }} is closed tomorrow."}
OFFER = {"zh": "{{ store }}：{{ days }}预约有礼，{{ place }}。", "en": "{{ days }}, {{ place }}"}
SHANGHAI = Place(
    store_id="s-4s",
    name={"zh": "安顺汽车", "en": "Anshun Motors"},
    address={"zh": "延安路1号", "en": "1 Yan'an Road"},
    phone="021-55550100",
    timezone="Asia/Shanghai",
)
BERLIN = replace(SHANGHAI, store_id="s-berlin", timezone="Europe/Berlin", phone="+4930123456")


def a_draft(**changes):
    said = {
        "kind": "announcement",
        "name": "停电通知",
        "stores": ("s-4s",),
        "audience": Audience(coming_days=7),
        "words": WORDS,
    } | changes
    return drafted("bc-1", BOSS, NOON, **said)


def an_offer(**changes):
    return a_draft(**{"kind": "promotion", "words": OFFER, "day": date(2026, 3, 12)} | changes)


def going_out(broadcast=None, **changes):
    """Return a broadcast that runs, at noon."""
    return replace(
        broadcast or a_draft(),
        **{
            "state": RUNNING,
            "places": (SHANGHAI,),
            "starts_at": NOON,
            "until": local("2026-03-13 12:00"),
        }
        | changes,
    )


def to(number=1, **changes):
    return replace(Recipient(f"c-{number}", "s-4s", f"+86138{number:08d}", "zh"), **changes)
