"""One day of the demo chain, told step by step: ``python -m devstack.demo_day --stack FILE``.

Each step is done through the public API and checked; the first that goes wrong ends the
day with exit code 1 and says what was expected.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests

from devstack.api_client import ApiClient, Refused

STORE, SALON = "s-4s", "s-beau"
SMS_SECONDS = 10.0


class WentWrong(Exception):
    """A step did not do what it should."""


class Day:
    """Tells what happens and checks it.  ``step`` prints a heading, ``say`` a line under it."""

    def __init__(self, stack: dict[str, Any]) -> None:
        self.stack = stack
        self.base_url = stack["base_url"]
        self.began = time.monotonic()
        self.heard = 0

    def person(self, login: str) -> ApiClient:
        return ApiClient.signed_in(self.base_url, login, **self.stack["people"][login])

    def partner(self, id_: str) -> ApiClient:
        return ApiClient(self.base_url, self.stack["partners"][id_]["key"])

    def step(self, clock: str, what: str) -> None:
        print(f"\n{clock}  {what}  [{time.monotonic() - self.began:.1f} s]", flush=True)

    def say(self, text: str) -> None:
        print("       " + text.replace("\n", "\n         "), flush=True)

    def check(self, what: str, found: Any, expected: Any) -> None:
        if found != expected:
            raise WentWrong(f"{what}: expected {expected!r}, found {found!r}")

    def texts(self, count: int) -> list[str]:
        """Wait for exactly *count* further SMS at the stand-in, print and return them."""
        ends = time.monotonic() + SMS_SECONDS
        while True:
            box = requests.get(f"{self.stack['twilio_url']}/outbox", timeout=5).json()
            if len(box) >= self.heard + count or time.monotonic() > ends:
                break
            time.sleep(0.1)
        fresh = box[self.heard :]
        self.check("texts that left", len(fresh), count)
        self.heard = len(box)
        for sms in fresh:
            self.say(f"SMS to {sms['to']}: {sms['body']}")
        return [sms["body"] for sms in fresh]

    def move_clock(self, who: ApiClient, to: str) -> None:
        who.put("/sandbox/clock", {"now": to, "settle": True})
        self.say(f"(the clock was moved; all that became due was done in {who.seconds:.1f} s)")


def customer(name: str, phone: str, language: str = "zh") -> dict[str, Any]:
    return {"name": name, "phone": phone, "language": language}


def play(day: Day) -> None:
    """Play the day.  Raises WentWrong or Refused at the first step that fails."""
    partner, desk, advisor = day.partner("p1"), day.person("sr-chen"), day.person("sa-li")
    consultant, clerk, manager = (
        day.person("consultant"),
        day.person("clerk-sun"),
        day.person("mgr-4s"),
    )

    day.step("Mon 09:00", "A customer books a service on a partner's platform")
    found = partner.post(
        "/availability/search",
        {
            "store_ids": [STORE],
            "items": ["maintenance-a"],
            "from": "2026-03-10T00:00:00+08:00",
            "to": "2026-03-11T00:00:00+08:00",
        },
    )
    free = [slot["start"][11:16] for slot in found["slots"]]
    day.say(f"Tuesday's free times: {', '.join(free)}")
    day.check("free times", free, ["08:30", "10:00", "11:00", "14:00", "15:00", "16:00"])
    zhao = partner.post(
        "/bookings",
        {
            "store_id": STORE,
            "items": ["maintenance-a"],
            "start": found["slots"][0]["start"],
            "customer": customer("赵女士", "+8613800138001"),
            "subject": {"kind": "car", "plate": "沪A·12345", "model": "E 300"},
            "partner_reference": "P1-1001",
            "consents": {"privacy_version": "2026-01", "share_with_partner": True},
        },
        key="demo-zhao",
    )
    day.say(f"booking {zhao['number']} at {zhao['start']}, made in {partner.seconds * 1000:.0f} ms")
    day.say(f"priority: {zhao['entitlements']['priority']['state']}")
    day.texts(1)

    day.step("Mon 09:00", "The partner's network stutters and it asks again: nothing happens twice")
    again = partner.post("/bookings", _same(zhao), key="demo-zhao")
    day.check("same booking", again["id"], zhao["id"])
    day.texts(0)

    day.step("Mon 09:00", "Mr Smith calls the desk for the same time; a third caller is too late")
    smith = desk.post("/bookings", _by_phone("Mr Smith", "+447911123456", zhao["start"], "en"))
    day.texts(1)
    try:
        desk.post("/bookings", _by_phone("周先生", "+8613800138003", zhao["start"]))
        raise WentWrong("the third car of a slot for two was booked")
    except Refused as refusal:
        day.check("refusal", refusal.problem.get("code"), "slot_taken")
        offered = refusal.problem["alternatives"]
    day.say(f"taken; offered instead: {', '.join(slot['start'][11:16] for slot in offered)}")
    zhou = desk.post("/bookings", _by_phone("周先生", "+8613800138003", offered[0]["start"]))
    day.texts(1)

    day.step("Mon 09:00", "The salon books a facial; a beautician and a room are claimed together")
    lin = consultant.post(
        "/bookings",
        {
            "store_id": SALON,
            "items": ["facial"],
            "start": "2026-03-10T14:00:00+08:00",
            "customer": customer("林小姐", "+8613800138004"),
            "channel": "counter",
        },
    )
    names = [resource["name"]["zh"] for resource in lin["items"][0]["resources"]]
    day.say(f"with {' and '.join(names)}")
    day.texts(1)

    day.step("Mon 09:00", "Mr Smith would rather come at 14:00; a Mr Sun books and cancels in time")
    smith = desk.post(
        f"/bookings/{smith['id']}/reschedule",
        {"start": "2026-03-10T14:00:00+08:00", "reason": "a meeting"},
    )
    day.texts(1)
    sun = desk.post("/bookings", _by_phone("孙先生", "+8613800138005", "2026-03-10T11:00:00+08:00"))
    day.texts(1)
    desk.post(f"/bookings/{sun['id']}/cancel", {"reason_code": "customer_request"})
    day.texts(1)

    day.step("Mon 10:00", "24 hours before his visit, Mr Zhou is reminded")
    day.move_clock(desk, "2026-03-09T10:00:00+08:00")
    day.texts(1)

    day.step("Mon 14:00", "So are the customers of Tuesday's afternoon")
    day.move_clock(desk, "2026-03-09T14:00:00+08:00")
    day.texts(2)

    day.step("Mon 20:00", "Two hours before they come is still night: they are reminded now")
    day.move_clock(desk, "2026-03-09T20:00:00+08:00")
    day.texts(2)

    day.step("Tue 08:40", "Ms Zhao arrives: her breakfast and her discount are decided now")
    day.move_clock(desk, "2026-03-10T08:40:00+08:00")
    arrived = desk.post(f"/bookings/{zhao['id']}/arrive")
    day.check("perk", arrived["entitlements"]["perk"].get("code"), "breakfast")
    day.check("discount", arrived["entitlements"]["discount"]["state"], "granted")
    day.say(f"perk: {arrived['entitlements']['perk']['name']['en']}; labour at 90 %")
    advisor.post(f"/bookings/{zhao['id']}/start")

    day.step("Tue 09:45", "Her car is done: 600.00 labour at 90 % and 350.00 parts make 890.00")
    day.move_clock(desk, "2026-03-10T09:45:00+08:00")
    done = advisor.post(f"/bookings/{zhao['id']}/complete")
    day.check("total in fen", done["settlement"]["total"], 89000)

    day.step("Tue 10:20", "Mr Zhou comes twenty minutes late: no tea, and he counts as unpunctual")
    day.move_clock(desk, "2026-03-10T10:20:00+08:00")
    late = desk.post(f"/bookings/{zhou['id']}/arrive")
    day.check("perk", late["entitlements"]["perk"]["state"], "none")

    day.step("Tue 11:50", "Two hours after her visit, Ms Zhao is asked how it was")
    day.move_clock(desk, "2026-03-10T11:50:00+08:00")
    day.texts(1)

    day.step("Tue 12:00", "The salon's customer is reminded once more; Mr Smith is to be called")
    day.move_clock(desk, "2026-03-10T12:00:00+08:00")
    day.texts(1)
    [why] = [
        message["sentence"]["en"]
        for message in desk.get("/messages", booking_id=smith["id"])["messages"]
        if message["why"] == "call_instead"
    ]
    day.say(why)

    day.step("Tue 13:55", "Mr Smith comes in time; the day board as the desk sees it")
    day.move_clock(desk, "2026-03-10T13:55:00+08:00")
    desk.post(f"/bookings/{smith['id']}/arrive")
    board = desk.get(
        "/bookings",
        store_id=STORE,
        **{"from": "2026-03-10T00:00:00+08:00", "to": "2026-03-11T00:00:00+08:00"},
    )["bookings"]
    for booking in board:
        bay = ", ".join(x["name"]["en"] for x in booking["items"][0]["resources"])
        day.say(
            f"{booking['start'][11:16]}  {bay:<6} {booking['status']:<10} "
            f"{booking['number']}  {booking['customer']['name']}"
        )
    day.check("bookings on the board", len(board), 4)

    day.step("Tue 15:00", "The salon's customer did not come, and is told that she was missed")
    day.move_clock(desk, "2026-03-10T15:00:00+08:00")
    day.texts(1)

    day.step("Fri 09:00", "Three days after the visit, the first call to Ms Zhao is open (FU-01)")
    day.move_clock(desk, "2026-03-13T09:00:00+08:00")
    tasks = clerk.get("/tasks", store_id=STORE, state="open", kind="first_call")["tasks"]
    day.check("open calls", [task["booking_id"] for task in tasks], [zhao["id"]])
    day.say(f"to call {tasks[0]['customer']['name']} until {tasks[0]['due_at']}")
    clerk.post(f"/tasks/{tasks[0]['id']}/take")
    ended = clerk.post(
        f"/tasks/{tasks[0]['id']}/outcome",
        {"outcome": "reached", "notes": "满意，下次仍会预约。", "agenda": ["use_and_opinion"]},
    )
    day.check("task", ended["state"], "done")
    day.move_clock(desk, "2026-03-13T09:05:00+08:00")
    day.texts(1)

    day.step("Fri 09:05", "The manager reads Tuesday's figures")
    report = manager.get(
        "/reports/bookings", store_id=STORE, by="day", **{"from": "2026-03-10", "to": "2026-03-10"}
    )
    total = report["total"]
    shown = ("bookings", "due", "arrivals", "punctual", "success_rate", "punctuality_rate")
    for name in shown:
        day.say(f"{name.replace('_', ' '):<17} {total[name]}")
    day.check("bookings", total["bookings"], 4)
    day.check("due", total["due"], 3)
    day.check("arrivals", total["arrivals"], 3)
    day.check("punctual", total["punctual"], 2)


def _same(booking: dict[str, Any]) -> dict[str, Any]:
    return {
        "store_id": STORE,
        "items": ["maintenance-a"],
        "start": booking["start"],
        "customer": customer("赵女士", "+8613800138001"),
        "subject": {"kind": "car", "plate": "沪A·12345", "model": "E 300"},
        "partner_reference": "P1-1001",
        "consents": {"privacy_version": "2026-01", "share_with_partner": True},
    }


def _by_phone(name: str, phone: str, start: str, language: str = "zh") -> dict[str, Any]:
    return {
        "store_id": STORE,
        "items": ["maintenance-a"],
        "start": start,
        "customer": customer(name, phone, language),
        "channel": "phone",
    }


def main(told: Callable[[Day], None] = play) -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--stack", type=Path, required=True, help="the stack.json to play against")
    day = Day(json.loads(options.parse_args().stack.read_text()))
    try:
        told(day)
    except (WentWrong, Refused, requests.RequestException) as error:
        print(f"\nThe day went wrong: {error}", file=sys.stderr)
        return 1
    print(f"\nThe day is told in {time.monotonic() - day.began:.1f} s.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
