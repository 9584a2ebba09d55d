"""A client of Slipboard's partner API that needs nothing but `requests`: copy it and make it yours.

    desk = Slipboard("https://desk.example.com", "sk_p1_...")
    slot = desk.search(["s-4s"], ["maintenance-a"], "2026-03-10T00:00:00+08:00",
                       "2026-03-11T00:00:00+08:00")[0]
    booking = desk.book(slot["store_id"], ["maintenance-a"], slot["start"],
                        {"name": "Zhao", "phone": "+8613800138000"}, reference="order-1001")

What is asked for may be asked for again: after a time-out nobody knows whether the first try
took effect, so the same request goes out with the same key, and takes effect once.
"""

import base64
import hashlib
import hmac
import json
import random
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

import requests

VERSION = "2026-11-26"
TRIES = 6
BUSY = (429, 502, 503, 504)
"""Statuses that say nothing of the request: the same one may be sent again."""
BROKEN = 500
"""Something broke over the request: it is sent once more, and no oftener."""
SECONDS = 15
LONGEST_WAIT = 60
"""Seconds that a program may stand still; who is told to wait longer comes back another time."""
A_PAGE = 200
TOLERANCE = 300
"""Seconds by which a webhook may be old, or a clock wrong."""

Json = dict[str, Any]
Do = Callable[[Any], None]


class Refused(Exception):
    """Slipboard said no.  ``code`` is one of a closed list; ``problem`` is all that was said."""

    def __init__(self, status: int, problem: Json) -> None:
        self.status, self.problem = status, problem
        self.code: str = problem.get("code", "")
        super().__init__(f"{status} {self.code}: {problem.get('detail', '')}")

    @property
    def alternatives(self) -> list[Json]:
        """Starts that are free instead, up to five."""
        return list(self.problem.get("alternatives", []))


class Unreachable(Exception):
    """No answer in time.  Ask again with the same key after ``seconds``: it takes effect once."""

    def __init__(self, what: str, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(what)


class Forged(Exception):
    """A webhook that was not signed by Slipboard, or too long ago."""


class Slipboard:
    """Speaks for one partner.  Answers are JSON; whatever is refused raises ``Refused``."""

    def __init__(
        self, base_url: str, key: str, *, seconds: float = SECONDS, sleep: Do = time.sleep
    ) -> None:
        self._api = base_url.rstrip("/") + "/api/v1"
        self._seconds, self._sleep = seconds, sleep
        self._session = requests.Session()
        self._session.headers.update({"Authorization": f"Bearer {key}", "Api-Version": VERSION})

    # What there is, and when

    def stores(self, **where: str) -> list[Json]:
        return self.ask("GET", "/stores", params=where)["stores"]

    def items(self, store_id: str) -> list[Json]:
        return self.ask("GET", f"/stores/{store_id}/items")["items"]

    def search(self, store_ids: list[str], items: list[str], from_: str, to: str) -> list[Json]:
        """Return every start that is free, the soonest first, in at most 31 days."""
        slots: list[Json] = []
        wanted: Json = {"store_ids": store_ids, "items": items, "to": to, "limit": A_PAGE}
        begin: str | None = from_
        while begin:
            found = self.ask("POST", "/availability/search", body=wanted | {"from": begin})
            slots += found["slots"]
            begin = found["next_from"]
        return slots

    def check(self, slots: list[Json]) -> list[Json]:
        """Say of up to fifty starts whether each is free just now, in their order."""
        return self.ask("POST", "/availability/batch-check", body={"slots": slots})["slots"]

    def explain(self, store_id: str, items: list[str], start: str) -> list[Json]:
        """Return why a start cannot be had; nothing if it can."""
        wanted = {"store_id": store_id, "items": items, "start": start}
        return self.ask("POST", "/availability/explain", body=wanted)["reasons"]

    # Holding and booking: pass the same *key* if your program may have stopped in between

    def hold(self, store_id: str, items: list[str], start: str, key: str | None = None) -> Json:
        wanted = {"store_id": store_id, "items": items, "start": start}
        return self.ask("POST", "/holds", body=wanted, key=key or uuid.uuid4().hex)

    def book(
        self,
        store_id: str,
        items: list[str],
        start: str,
        customer: Json,
        *,
        reference: str | None = None,
        consents: Json | None = None,
        key: str | None = None,
    ) -> Json:
        place = {"store_id": store_id, "items": items, "start": start}
        who = {"customer": customer, "partner_reference": reference, "consents": consents}
        return self.ask("POST", "/bookings", body=place | who, key=key or uuid.uuid4().hex)

    def book_held(self, hold: Json, customer: Json, key: str | None = None, **more: Any) -> Json:
        wanted = {"hold_id": hold["id"], "customer": customer, **more}
        return self.ask("POST", "/bookings", body=wanted, key=key or uuid.uuid4().hex)

    # Changing: nothing happens if the booking has changed since it was read

    def booking(self, booking_id: str) -> Json:
        return self.ask("GET", f"/bookings/{booking_id}")

    def bookings(self, **where: Any) -> Iterator[Json]:
        """Yield your bookings as they stand: ``store_id``, ``status``, ``partner_reference``..."""
        asked = {"limit": A_PAGE, **where, "cursor": None}
        while True:
            page = self.ask("GET", "/bookings", params=asked)
            yield from page["bookings"]
            asked["cursor"] = page["next_cursor"]
            if asked["cursor"] is None:
                return

    def confirm(self, booking: Json) -> Json:
        return self._move(booking, "confirm", {}, lambda now: now["revision"] > booking["revision"])

    def move(self, booking: Json, start: str, reason: str = "") -> Json:
        wanted, at = {"start": start, "reason": reason}, datetime.fromisoformat
        return self._move(booking, "reschedule", wanted, lambda now: at(now["start"]) == at(start))

    def cancel(self, booking: Json, reason_code: str = "customer_request") -> Json:
        wanted = {"reason_code": reason_code}
        return self._move(booking, "cancel", wanted, lambda now: now["status"] == "cancelled")

    def _move(self, booking: Json, move: str, wanted: Json, done: Callable[[Json], bool]) -> Json:
        """Make a move; one whose answer was lost is known by how the booking stands now."""
        path = f"/bookings/{booking['id']}/{move}"
        try:
            return self.ask("POST", path, body=wanted, revision=booking["revision"])
        except Refused as refused:
            now = refused.problem.get("current")
            ours = now and now["revision"] == booking["revision"] + 1 and done(now)
            if refused.status == 412 and ours:
                return now
            raise

    # Catching up

    def catch_up(self, store_id: str, after: int | None, take: Do, begin_anew: Do) -> int | None:
        """Take what happened in a store after number *after*; return the number to keep for then.

        *take* gets each event, in order.  Where what came after *after* is kept no longer,
        *begin_anew* first gets all your bookings there: put them in the place of what you had.
        """
        while True:
            try:
                for event in self.events(store_id, after):
                    take(event)
                    after = event["sequence"]
                return after
            except Refused as refused:
                if refused.code != "gone":
                    raise
                # Noted before the bookings are read: what happens meanwhile comes after it.
                after = refused.problem["last"]
                begin_anew(list(self.bookings(store_id=store_id)))

    def events(self, store_id: str, after: int | None) -> Iterator[Json]:
        """Yield what happened in a store after number *after*; without one, all that is kept.

        Raises:
            Refused: with code ``gone``: that is too long ago (``catch_up`` knows what to do).
        """
        while True:
            asked = {"store_id": store_id, "after": after}
            page = self.ask("GET", "/events", params=asked)
            yield from page["events"]
            after = page["next_after"]
            if page["next_after"] >= page["last"]:
                return

    def digest(self, store_id: str, day: str) -> Json:
        return self.ask("GET", "/sync/digest", params={"store_id": store_id, "day": day})

    # Asking, again if need be

    def ask(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        body: Json | None = None,
        key: str | None = None,
        revision: int | None = None,
    ) -> Json:
        """Return the answer to one request, which goes out until it is answered.

        Raises:
            Refused: it was understood, and is not done.
            Unreachable: nobody answered at any try, or said to wait for longer than a minute.
        """
        headers = {"Idempotency-Key": key} if key else {}
        if revision is not None:
            headers["If-Match"] = f'"{revision}"'
        sent: Json = {"params": params, "json": body, "headers": headers}
        again: tuple[int, ...] = (*BUSY, BROKEN)
        for number in range(1, TRIES + 1):
            try:
                answer = self._session.request(
                    method, self._api + path, timeout=self._seconds, allow_redirects=False, **sent
                )
            except (requests.ConnectionError, requests.Timeout):
                wait = backoff(number)
            else:
                if answer.status_code not in again:
                    return told(answer)
                if answer.status_code == BROKEN:
                    again = BUSY
                wait = wished(answer, backoff(number))
            if wait > LONGEST_WAIT:
                break
            if number < TRIES:
                self._sleep(wait)
        raise Unreachable(f"{method} {path}", wait)


def backoff(number: int) -> float:
    """Return how long to wait after try *number*: longer each time, and never all at once."""
    return min(0.5 * 2 ** (number - 1), LONGEST_WAIT) * random.uniform(0.5, 1)


def wished(answer: requests.Response, otherwise: float) -> float:
    """Return how many seconds *answer* wants us to wait; *otherwise* where it does not say."""
    after = answer.headers.get("Retry-After", "")
    return float(after) if after.isdecimal() else otherwise


def told(answer: requests.Response) -> Json:
    """Return what an answer says, or raise why it refuses."""
    if answer.status_code < 400:
        return answer.json() if answer.content else {}
    try:
        problem = answer.json()
    except ValueError:
        problem = {"detail": answer.text[:200]}
    raise Refused(answer.status_code, problem)


def verified(
    secret: str, headers: Mapping[str, str], body: bytes, now: float | None = None
) -> Json:
    """Return the event that a webhook brings; *body* is the bytes as they came.

    Do nothing for a ``webhook-id`` that you have seen: events come at least once.

    Raises:
        Forged: it was not signed with *secret* within the last five minutes.
    """
    sent = {name.lower(): value for name, value in headers.items()}
    try:
        when = int(sent["webhook-timestamp"])
        signed = f"{sent['webhook-id']}.{when}.".encode() + body
        given = sent["webhook-signature"].split()
    except (KeyError, ValueError) as missing:
        raise Forged("a header is missing or no number") from missing
    if abs((time.time() if now is None else now) - when) > TOLERANCE:
        raise Forged("too old, or from the future")
    key = base64.b64decode(secret.removeprefix("whsec_"))
    ours = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    if not any(hmac.compare_digest(ours.encode(), one.encode()) for one in given):
        raise Forged("another signature")
    return dict(json.loads(body))
