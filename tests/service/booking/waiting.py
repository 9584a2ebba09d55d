"""What is asked of the wait list in these tests; a test states only what matters to it."""

from common.bus.due import DueWork, Work
from tests.service.booking.asking import NOW, book
from tests.worlds import local

PHONES = {"qian": "13800138001", "sun": "13800138002", "li": "13800138003"}
TUESDAY = {"from_": local("2026-03-10 00:00"), "to": local("2026-03-11 00:00")}


def wish(who="qian", **but):
    return {
        "store_id": "s-4s",
        "items": ["maintenance-a"],
        "staff": None,
        **TUESDAY,
        "weekdays": [],
        "hours": ["10:00-11:00"],
        "party_size": None,
        "customer": {"name": who, "phone": PHONES[who], "email": None, "language": "zh"},
        "subject": None,
        "channel": "phone",
        "partner_reference": None,
        "consents": None,
        "note": "",
        "idempotency_key": None,
        **but,
    }


def join(desk, who="qian", **but):
    return desk.join_waitlist(**wish(who, **but))["entry"]


def answer(entry, **more):
    return {"entry_id": entry["id"], "if_revision": None, "reason": "", **more}


def full(desk):
    """Book both bays at ten."""
    return [book(desk), book(desk)]


def work_off(desk, database, now=NOW):
    """Do everything that is due of the wait list at *now*, as the loop of the bus does."""
    due, done = DueWork(database["due"]), 0
    while work := due.claim(["wait", "hand_out"], now):
        again = getattr(desk(now=now), work.kind)(work)
        if again:
            due.again(work, again)
        else:
            due.done(work, now)
        done += 1
    return done


def a_turn(store_id="s-4s"):
    return Work("hand_out:test", "hand_out", NOW, {"store_id": store_id}, 1, 1)


def a_look(entry):
    subject = {"entry_id": entry["id"], "store_id": entry["store_id"]}
    return Work(f"wait:{entry['id']}", "wait", NOW, subject, 1, 1)
