"""Partners who book while things break, and what must hold afterwards whatever broke."""

import hashlib
import hmac
import itertools
import threading
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import requests
from pymongo import MongoClient

from common.mongo import OPTIONS
from devstack.credentials import Credentials
from devstack.processes import until
from services.booking.store import BookingStore

FIRST_DAY = date(2026, 3, 11)
DAYS = 80
SLOTS = ("08:30", "10:00", "11:00", "14:00", "15:00", "16:00")
# As close as an hour's treatment and a quarter for cleaning allow.
TREATMENTS = ("10:00", "11:15", "12:30", "13:45", "15:00", "16:15", "17:30", "18:45")
LANES = (("s-4s", SLOTS), ("s-4s", SLOTS), ("s-4s-2", SLOTS), *[("s-beau", TREATMENTS)] * 2)
ITEMS = {"s-4s": "maintenance-a", "s-4s-2": "maintenance-a", "s-beau": "facial"}
LONGEST_SECONDS = 10.0
PATIENCE_SECONDS = 60.0
NO_ANSWER = 0

phones = itertools.count(13900100000)


class Answer(NamedTuple):
    """How one request ended: its HTTP status, or 0 where the connection broke."""

    status: int
    seconds: float
    at: float
    booking: dict | None
    problem: dict
    retry_after: str | None


class Wish(NamedTuple):
    """One booking that somebody wants, however often he must ask."""

    key: str
    phone: str
    body: dict

    @classmethod
    def of(cls, store_id: str, start: str, **more):
        phone = f"+86{next(phones)}"
        customer = {"name": "赵女士", "phone": phone, "language": "zh"}
        body = {"store_id": store_id, "items": [ITEMS[store_id]], "start": start}
        return cls(uuid.uuid4().hex, phone, {**body, "customer": customer, **more})


def places():
    """Yield every place of two 4S shops and a salon, day by day: no two collide."""
    for day in range(DAYS):
        for store_id, starts in LANES:
            for start in starts:
                yield store_id, f"{FIRST_DAY + timedelta(days=day)}T{start}:00+08:00"


class Desk:
    """One caller of the API with a connection of its own."""

    def __init__(self, info, bearer):
        self._url = info["base_url"] + "/api/v1"
        self._headers = {"Authorization": f"Bearer {bearer}"}
        self._session = requests.Session()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._session.close()

    def book(self, wish: Wish) -> Answer:
        return self.ask("POST", "/bookings", json=wish.body, key=wish.key)

    def ask_on(self, method, path, key, **more) -> Answer:
        """Return the answer; told 503, ask again under the same key, as a good partner does."""
        ends = time.monotonic() + PATIENCE_SECONDS
        while True:
            answer = self.ask(method, path, key, **more)
            if answer.status != 503 or time.monotonic() > ends:
                return answer
            time.sleep(int(answer.retry_after))

    def ask(self, method, path, key=None, **more) -> Answer:
        headers = self._headers | ({"Idempotency-Key": key} if key else {})
        began = time.monotonic()
        try:
            answer = self._session.request(
                method, self._url + path, headers=headers, timeout=LONGEST_SECONDS + 5, **more
            )
        except requests.ConnectionError as error:
            # A kept connection to a gateway that has gone; whether it was asked is unknown.
            problem = {"detail": type(error).__name__}
            return Answer(NO_ANSWER, time.monotonic() - began, began, None, problem, None)
        told = answer.json() if "json" in answer.headers.get("Content-Type", "") else {}
        return Answer(
            status=answer.status_code,
            seconds=time.monotonic() - began,
            at=began,
            booking=told if answer.status_code in (200, 201) else None,
            problem=told if answer.status_code >= 400 else {},
            retry_after=answer.headers.get("Retry-After"),
        )


def race(info, bearers, wishes):
    """Let as many callers as there are *wishes* ask at the same moment; return the answers."""
    ready = threading.Barrier(len(wishes), timeout=30)

    def run(bearer, wish):
        with Desk(info, bearer) as desk:
            ready.wait()
            return desk.book(wish)

    with ThreadPoolExecutor(len(wishes)) as threads:
        return list(threads.map(run, itertools.cycle(bearers), wishes))


class Load:
    """Books one place after the other on several threads, within a ``with`` block.

    What is answered 503, or not at all, is asked again under the same key, as a good partner does.
    """

    def __init__(self, info, places, threads=5, pause=0.25):
        self._info = info
        self._places = places
        self._turn = threading.Lock()
        self._pause = pause
        self._over = threading.Event()
        self._workers = [threading.Thread(target=self._work) for _ in range(threads)]
        self.answers: list[Answer] = []
        self.wishes: list[Wish] = []
        self.made: dict[str, str] = {}
        """The id of the booking that each key was told of."""
        self.contradictions: list[str] = []

    def __enter__(self):
        for worker in self._workers:
            worker.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        for worker in self._workers:
            worker.join()

    def wait_for(self, count, seconds=30.0):
        """Return when *count* more bookings have been made; say whether that was in time."""
        wanted = len(self.made) + count
        return until(lambda: len(self.made) >= wanted, seconds)

    def first_good_after(self, moment, seconds=30.0):
        """Return how long after *moment* the first request began that was answered 201."""
        found = []
        until(lambda: found.extend(self._good_since(moment)) or found, seconds)
        return min(found) - moment if found else float("inf")

    def _good_since(self, moment):
        return [one.at for one in self.answers if one.status == 201 and one.at >= moment]

    def _work(self):
        with Desk(self._info, self._info["partners"]["p1"]["key"]) as desk:
            while not self._over.is_set():
                with self._turn:
                    wish = Wish.of(*next(self._places))
                    self.wishes.append(wish)
                self._persist(desk, wish)
                self._over.wait(self._pause)

    def _persist(self, desk, wish):
        ends = None
        while ends is None or time.monotonic() < ends:
            answer = desk.book(wish)
            self.answers.append(answer)
            if answer.status == 201:
                self._note(wish.key, answer.booking["id"])
                return
            if answer.status not in (503, NO_ANSWER):
                return
            if self._over.is_set() and ends is None:
                ends = time.monotonic() + 20
            time.sleep(0.2)

    def _note(self, key, booking_id):
        if self.made.setdefault(key, booking_id) != booking_id:
            self.contradictions.append(f"{key} was told of two bookings")


def bad_answers(answers):
    """Return what nobody should ever be answered: too late, or without a word why."""
    found = []
    for one in answers:
        if one.seconds > LONGEST_SECONDS:
            found.append(f"{one.status} after {one.seconds:.1f} s")
        if one.status not in (201, 409, 503, NO_ANSWER):
            found.append(f"{one.status}: {one.problem}")
        if one.status == 503 and not (one.retry_after and one.problem.get("code")):
            found.append(f"503 without a word when to come again: {one.problem}")
        if one.status == 409 and one.problem.get("code") != "slot_taken":
            found.append(f"409: {one.problem}")
    return found


class Books:
    """What the databases and the handsets say in the end."""

    def __init__(self, info):
        self._info = info
        self._secret = Credentials(Path(info["logs"]).parent).secret
        self._client = MongoClient(info["mongo_uri"])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._client.close()

    def of(self, service, collection):
        return self._client[f"{self._info['database_prefix']}_{service}"][collection]

    @property
    def bookings(self):
        return self.of("booking", "bookings")

    def owed(self):
        """Count the documents whose promises nobody has told yet."""
        kept = (("booking", "bookings"), ("notification", "messages"), ("followup", "tasks"))
        due = {"outbox_due": {"$exists": True}}
        return sum(self.of(*one).count_documents(due) for one in kept)

    def unheard(self):
        """Count the failures that wait for another try, and what is left in the inboxes."""
        services = ("notification", "followup", "reporting")
        return sum(
            self.of(one, "inbox").count_documents({"state": {"$ne": "done"}}) for one in services
        )

    def lapse(self):
        """Let the minute pass for which those who died hold what they were doing."""
        free = [{"$set": {"lease_until": "$$NOW"}}]
        for service in ("notification", "followup"):
            self.of(service, "due").update_many({"state": "due", "rests": {"$ne": True}}, free)

    def texts(self):
        """Return how many SMS each number got."""
        sent = requests.get(self._info["twilio_url"] + "/outbox", timeout=10).json()
        return Counter(one["to"] for one in sent if one["kind"] == "sms")

    def in_doubt(self):
        """Return whose SMS may or may not have left: they are being looked up."""
        found = self.of("notification", "messages").find(
            {"state": {"$in": ["unknown", "submitting"]}}
        )
        return {one["customer_id"] for one in found}

    def unsound(self):
        """Return what is wrong with any claim, derived anew."""
        with MongoClient(self._info["mongo_uri"], **OPTIONS) as client:
            store = BookingStore(client[f"{self._info['database_prefix']}_booking"])
            return [finding for findings in store.findings() for finding in findings]

    def claimed_twice(self):
        return [
            f"{one['_id']['store']} {one['_id']['tick']} is sold {one['n']} times"
            for one in self.bookings.aggregate(
                [
                    {"$unwind": "$ticks"},
                    {
                        "$group": {
                            "_id": {"store": "$store_id", "tick": "$ticks"},
                            "n": {"$sum": 1},
                        }
                    },
                    {"$match": {"n": {"$gt": 1}}},
                ]
            )
        ]

    def lost(self, booking_ids):
        there = {one["_id"] for one in self.bookings.find({}, {"_id": 1})}
        return [f"{id_} was promised and is not there" for id_ in booking_ids if id_ not in there]

    def made_twice(self):
        """Return the customers who have two bookings; in these tests each wants one."""
        counted = Counter(self._who_booked())
        return [f"{customer} has {n} bookings" for customer, n in counted.items() if n > 1]

    def badly_texted(self):
        """Return who got no SMS for his booking, or more than one, and how his messages stand."""
        handsets = self.texts()
        phones = {self.customer_of(phone): phone for phone in handsets}
        texts = Counter({one: handsets[phone] for one, phone in phones.items()})
        booked, doubted = set(self._who_booked()), self.in_doubt()
        return [
            f"{phones.get(one, one)} got {texts[one]} SMS: {self._messages_to(one)}"
            for one in booked | set(texts)
            if texts[one] != (one in booked) and not (one in doubted and texts[one] == 0)
        ]

    def customer_of(self, phone):
        """Return the id under which the stack knows whoever answers *phone*."""
        key = hmac.digest(self._secret.encode(), b"customer", hashlib.sha256)
        return f"c-{hmac.new(key, phone.encode(), hashlib.sha256).hexdigest()[:24]}"

    def _who_booked(self):
        return [one["customer"]["id"] for one in self.bookings.find({}, {"customer": 1})]

    def _messages_to(self, customer):
        found = self.of("notification", "messages").find({"customer_id": customer})
        return [(one["_id"], one["state"], one["attempts"], one["states"]) for one in found]
