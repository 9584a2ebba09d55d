"""Fifty callers, five bays, visits of many lengths: book, move, cancel, all at once.

``SLIPBOARD_TRIES`` says how many requests; CI makes fewer than a night has time for.
"""

import os
import random
import threading
import time
from datetime import datetime, timedelta

import pytest
from pymongo import MongoClient

from common.mongo import OPTIONS
from devstack.stack import Stack
from services.booking.packs import configured
from services.booking.store import BookingStore
from tests.faults.load import Books, Desk
from tests.history import FAIL, INFO, OK, Act, History, Kept, Place

# Not one of our processes' settings, which refuse what they do not know.
TRIES = int(os.environ.pop("SLIPBOARD_TRIES", "1500"))
CALLERS = 50
STORE = "s-crowd"
LANES = tuple(f"bay-{number}" for number in range(1, 6))
LENGTHS = tuple(range(15, 121, 15))
BEGINS = datetime.fromisoformat("2026-04-07T00:00:00+08:00")
DAYS = 3
WORDS = {"zh": "压力门店", "en": "Crowd"}
MINUTE = timedelta(minutes=1)


@pytest.fixture
def crowded(servers, tmp_path):
    """Return a product of its own, two of each service, with a store of five bays in it.

    What the crowd leaves to be told would keep the product that other tests share busy.
    """
    env = {"SLIPBOARD_AMQP_URI": servers.vhost_uri("crowd"), "SLIPBOARD_DATABASE_PREFIX": "crowd"}
    with Stack(tmp_path, servers=servers, replicas=2, env=env) as running:
        _open_a_store(running.info)
        yield running.info


def _open_a_store(info):
    own = {
        "pack": "car-beauty",
        "name": WORDS,
        "city": "Shanghai",
        "timezone": "Asia/Shanghai",
        "phone": "+862155550199",
        "address": WORDS,
        "hours": {"daily": ["08:00-20:00"]},
        "policy": {"horizon_days": 60},
        "pools": {"bays": {"after_minutes": 0}},
        "lanes": {lane: {"pool": "bays", "kind": "bay", "name": WORDS} for lane in LANES},
        "items": {
            f"visit-{minutes}": {
                "name": WORDS, "minutes": minutes, "labour": 1, "parts": 0, "pools": ["bays"],
            }
            for minutes in LENGTHS
        },
    }  # fmt: skip
    with MongoClient(info["mongo_uri"], **OPTIONS) as client:
        store = BookingStore(client[f"{info['database_prefix']}_booking"])
        store.save_store(STORE, configured(own))


class Crowd:
    """Callers who share what they have booked, and write down what they did."""

    def __init__(self, info, tries):
        self._info = info
        self._left = iter(range(tries))
        self._turn = threading.Lock()
        self._booked = []
        self.acts = []
        self.odd = []

    def run(self):
        callers = [threading.Thread(target=self._call, args=(n,)) for n in range(CALLERS)]
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join()

    def _call(self, number):
        chance = random.Random(number)
        with Desk(self._info, self._info["partners"]["p1"]["key"]) as desk:
            while True:
                with self._turn:
                    turn = next(self._left, None)
                    mine = chance.choice(self._booked) if self._booked else None
                if turn is None:
                    return
                what = chance.random()
                if mine is None or what < 0.6:
                    self._create(desk, f"try-{turn}", chance)
                elif what < 0.8:
                    self._move(desk, f"try-{turn}", chance, *mine)
                else:
                    self._cancel(desk, f"try-{turn}", mine[0])

    def _create(self, desk, key, chance):
        start, minutes = _a_start(chance), chance.choice(LENGTHS)
        body = {
            "store_id": STORE,
            "items": [f"visit-{minutes}"],
            "start": (BEGINS + start * MINUTE).isoformat(),
            "customer": {"name": "赵女士", "phone": "+8613900000000"},
            "partner_reference": key,
        }
        told = self._ask(desk, "/bookings", 201, "create", key, start, minutes, json=body)
        if told:
            with self._turn:
                self._booked.append((told["id"], minutes))

    def _move(self, desk, key, chance, booking, minutes):
        start = _a_start(chance)
        body = {"start": (BEGINS + start * MINUTE).isoformat()}
        path = f"/bookings/{booking}/reschedule"
        self._ask(desk, path, 200, "change", key, start, minutes, booking, json=body)

    def _cancel(self, desk, key, booking):
        body = {"reason_code": "other"}
        self._ask(desk, f"/bookings/{booking}/cancel", 200, "cancel", key, 0, 0, booking, json=body)

    def _ask(self, desk, path, good, op, key, start, minutes, booking=None, **more):
        invoked = time.monotonic()
        answer = desk.ask_on("POST", path, key=key, **more)
        told = answer.booking
        times = invoked, time.monotonic()
        asked = {"start": start, "minutes": minutes, "booking": booking}
        if answer.status == good:
            place = _place(told) if op != "cancel" else None
            done = {**asked, "booking": told["id"], "place": place, "revision": told["revision"]}
            act = Act(op, key, *times, OK, **done)
        elif answer.status in (409, 412):
            act = Act(op, key, *times, FAIL, **asked, code=answer.problem["code"])
        else:
            act = Act(op, key, *times, INFO, **asked)
            self.odd.append(answer)
        self.acts.append(act)
        return told


def _a_start(chance):
    return chance.randrange(DAYS) * 24 * 60 + chance.randrange(8 * 60, 18 * 60, 15)


def _place(told):
    first, last = (datetime.fromisoformat(told[name]) for name in ("start", "end"))
    [resource] = told["items"][0]["resources"]
    return Place(resource["id"], (first - BEGINS) // MINUTE, (last - BEGINS) // MINUTE)


def _kept(document):
    [item] = document["items"]
    start, end = (document[name] - BEGINS for name in ("start", "end"))
    place = Place(item["resources"][0]["id"], start // MINUTE, end // MINUTE)
    key = document["partner_reference"]
    return Kept(document["_id"], key, document["status"], place, document["revision"])


def test_nothing_is_lost_doubled_or_refused_in_a_crowd(crowded):
    crowd = Crowd(crowded, TRIES)

    crowd.run()

    with MongoClient(crowded["mongo_uri"], **OPTIONS) as client:
        found = client[f"{crowded['database_prefix']}_booking"]["bookings"]
        kept = [_kept(document) for document in found.find({"store_id": STORE})]
    assert crowd.odd == []
    assert History(crowd.acts, kept, LANES).faults() == []
    assert {act.phase for act in crowd.acts} == {OK, FAIL}
    assert {act.op for act in crowd.acts if act.phase == OK} == {"create", "change", "cancel"}
    assert len(crowd.acts) == TRIES
    with Books(crowded) as books:
        assert books.unsound() == []
