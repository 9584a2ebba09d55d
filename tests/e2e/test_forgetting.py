"""A customer is forgotten: what said who they were is nowhere any more, figures stay.

Words that occur nowhere else are sown on every way that a customer's data goes, and looked
for afterwards: in every collection, log and queue, in what each process counts, and in what is
exported.
"""

import re
import uuid
from datetime import timedelta
from pathlib import Path

import kombu
import pytest
import requests
from bson import json_util
from pymongo import MongoClient

from devstack.api_client import Refused
from devstack.processes import until
from tests.e2e.test_afterwards import heard
from tests.service.notification.webhooks.receiver import Receiver
from tests.signing_in import mark_of

SOWN = {
    "name": "柯可卡娜丽",
    "email": "canary-7f3a@slipboard.example",
    "plate": "沪QK7F3A",
    "note": "备注暗号七三",
    "answer": "来电暗号八四",
    "address": "暗号路九五号",
    "wishes": "心愿暗号十六",
    "words": "投诉暗号二七",
    "comment": "评语暗号三八",
    "text": "短信暗号四九",
    "items": "后备箱暗号五十",
}

SHEETS = ("customers", "ledger", "brand_form")


@pytest.fixture
def receiver():
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture
def everywhere(stack, later_world):
    """Return where each of some words stands: collection, log, queue, figure of a process."""
    info = stack.info
    counted = [url.rpartition("/")[0] for url in stack.fleet.health_urls.values()]

    def found(words):
        places = []
        with MongoClient(info["mongo_uri"]) as client:
            for name in client.list_database_names():
                if name.startswith(info["database_prefix"]):
                    places += [f"{name}.{one}" for one in _collections_with(client[name], words)]
        for log in Path(info["logs"]).iterdir():
            places += _named(words, log.name, log.read_text(errors="replace"))
        for queue, body in _messages(info["amqp_uri"]):
            places += _named(words, queue, body)
        for address in counted:
            figures = requests.get(f"{address}/metrics", timeout=10)
            places += _named(words, f"{address}/metrics", figures.text)
        return places

    return found


def _collections_with(database, words):
    for name in database.list_collection_names():
        text = "\n".join(
            json_util.dumps(one, ensure_ascii=False) for one in database[name].find({})
        )
        yield from _named(words, name, text)


def _named(words, place, text):
    return [f"{place}: {what}" for what, word in words.items() if word in text]


def _messages(uri):
    """Yield what lies in the queues of events and of what could not be read, and put it back."""
    with kombu.Connection(uri) as broker:
        for kind in ("evt", "dead"):
            for service in ("booking", "notification", "followup", "reporting"):
                queue = f"{kind}-{service}"
                channel, taken = broker.channel(), []
                try:
                    while message := channel.basic_get(queue):
                        taken.append(message)
                        yield queue, bytes(message.body).decode(errors="replace")
                except broker.channel_errors:
                    continue  # nobody hears that
                finally:
                    channel.close()


def key():
    return uuid.uuid4().hex


def test_a_customer_is_forgotten_everywhere(later_world, receiver, everywhere):
    # PV-07, PV-12, PL-04, features 91, negative 24, negative 25
    world = later_world
    desk, clerk, head = (world.person(who) for who in ("mgr-4s", "clerk-sun", "head"))
    partner, boss = world.partner(), world.person("biz-sup")
    phone = f"+1212555{world.first_day:%m%d}"  # to one in China no link is sent
    sown = {**SOWN, "phone": phone.removeprefix("+")}
    partner.post("/webhook-endpoints", {"url": receiver.url, "events": ["*"]}, key=key())

    booking = partner.post(
        "/bookings",
        {
            "store_id": "s-4s",
            "items": ["maintenance-a"],
            "start": world.at(1, "10:00"),
            "customer": {"name": SOWN["name"], "phone": phone, "email": SOWN["email"]},
            "subject": {"kind": "car", "plate": SOWN["plate"], "model": "C 260"},
            "consents": {"privacy_version": "2026-01", "share_with_partner": True},
            "note": SOWN["note"],
        },
        key=key(),
    )
    customer_id = booking["customer"]["id"]
    path = f"/customers/{customer_id}"
    world.texts_when(phone, 1)
    assert until(lambda: receiver.got, 10)
    _writes(world, phone, SOWN["text"])

    held = _refused(
        head.post, f"{path}/erase", {"reason": "customer_wish", "requested_by": "customer"}
    )
    assert (held["code"], held["held_by"][0]["id"]) == ("erasure_held", booking["id"])

    world.clock(world.at(1, "09:55"))
    desk.post(f"/bookings/{booking['id']}/arrive")
    slip = {
        "plate": SOWN["plate"], "model": "C 260", "vin": "LSV123", "engine_number": "E1",
        "mileage": 30000, "fuel": 40, "registered": 2022, "items": SOWN["items"],
        "pick_up_card": "17", "customer_signature": SOWN["name"],
    }  # fmt: skip
    desk.post(
        "/registers/vehicle-intake/entries",
        {"store_id": "s-4s", "booking_id": booking["id"], "fields": slip},
    )
    world.clock(world.at(1, "10:00"))
    desk.post(f"/bookings/{booking['id']}/start")
    [task] = heard(clerk, booking_id=booking["id"], kind="customer_file")
    file = {
        "address": SOWN["address"], "kind": "轿车", "cycle_months": 6,
        "next_on": str(world.first_day + timedelta(days=183)), "wishes": SOWN["wishes"],
    }  # fmt: skip
    call = {"at": world.at(6, "10:00"), "content": SOWN["answer"]}
    clerk.post(
        f"/tasks/{task['id']}/outcome", {"outcome": "filed", "file": file, "next_call": call}
    )
    desk.post(f"/bookings/{booking['id']}/complete")
    world.clock(world.at(1, "12:30"))
    _rates(world.texts_when(phone, 3)[-1])
    world.clock(world.at(5, "10:00"))
    [first] = heard(clerk, booking_id=booking["id"], kind="first_call")
    clerk.post(
        f"/tasks/{first['id']}/outcome",
        {"outcome": "complaint", "notes": SOWN["answer"], "case": {"words": SOWN["words"]}},
    )

    exported = _exports(world, customer_id)
    assert [what for what, word in sown.items() if word not in exported["customer"]] == []
    assert [name for name, text in exported.items() if not _named(sown, name, text)] == []
    before = _figures(head, world)

    wish = head.post(f"{path}/erase", {"reason": "customer_wish", "requested_by": "customer"})
    world.clock(world.at(5, "10:01"))
    waiting = head.get(f"{path}/erasure")
    assert (wish["state"], waiting["state"]) == ("waiting", "waiting")
    cases = [x for x in clerk.get("/cases?state=open")["cases"] if x["booking_id"] == booking["id"]]
    assert {one["id"] for one in cases} == {one["id"] for one in waiting["held_by"]}
    for case in cases:
        solved = boss.post(f"/cases/{case['id']}/solve", {"words": SOWN["words"]})
        clerk.post(f"/tasks/{solved['task_id']}/outcome", {"outcome": "told"})
    world.clock(world.at(5, "11:05"))

    done = head.get(f"{path}/erasure")
    assert done["state"] == "done"
    assert set(done["services"]) == {"booking", "notification", "followup", "reporting"}
    assert done["services"]["booking"]["counts"]["booking"] == 1
    assert everywhere(sown) == []
    exported = _exports(world, customer_id)
    assert [place for name, text in exported.items() for place in _named(sown, name, text)] == []
    assert _figures(head, world) == before
    left = head.get(f"/bookings/{booking['id']}")
    assert (left["status"], left["customer"]["id"]) == ("completed", customer_id)
    assert (left["customer"]["name"], left["subject"], left["note"]) == ("", None, "")
    preview = head.post("/retention/preview")["classes"]
    assert all(one["documents"] > 0 for one in preview)


def _exports(world, customer_id):
    """Return what people and the partner take out: of the customer, and of the store's week."""
    desk, head = world.person("mgr-4s"), world.person("head")
    week = {"from": str(world.first_day), "to": str(world.first_day + timedelta(days=6))}
    taken = {
        "customer": head.get(f"/customers/{customer_id}/export"),
        "register": desk.get("/registers/vehicle-intake/entries", store_id="s-4s"),
        "bookings": desk.get("/bookings", customer_id=customer_id),
        **{name: desk.get(f"/stores/s-4s/sheets/{name}", **week) for name in SHEETS},
    }
    return {name: json_util.dumps(told, ensure_ascii=False) for name, told in taken.items()}


def _figures(head, world):
    days = {"from": str(world.first_day), "to": str(world.first_day + timedelta(days=6))}
    report = head.get("/reports/bookings", store_id="s-4s", **days)
    return {name: told for name, told in report.items() if name != "folded_at"}


def _refused(act, *args, **named):
    with pytest.raises(Refused) as refusal:
        act(*args, **named)
    return refusal.value.problem


def _writes(world, phone, words):
    """Let a customer answer by text, as a handset does."""
    url = f"{world.info['twilio_url']}/stand-in/inbound-sms"
    sent = {"from": phone, "to": world.sender(phone), "body": words}
    requests.post(url, json=sent, timeout=10).raise_for_status()


def _rates(text):
    """Rate the visit by the link in *text*, content with all but a word."""
    customer = requests.Session()
    link = re.search(r"http\S+/rate/\S+", text)[0]
    page = customer.get(link, timeout=10).text
    token = mark_of(page)
    said = {"csrf_token": token, "person": "5", "quality": "1", "comment": SOWN["comment"]}
    assert "谢谢" in customer.post(link, data=said, timeout=10).text


def test_what_a_customer_takes_back_holds_at_once(world, a_wish, receiver):  # PV-04, PV-06
    partner, desk = world.partner(), world.person("agent")
    hook = partner.post("/webhook-endpoints", {"url": receiver.url, "events": ["*"]}, key=key())
    wish = a_wish()
    booking = partner.post("/bookings", wish, key=key())
    name = wish["customer"]["name"]
    assert until(lambda: receiver.got, 10)
    assert receiver.got[0].data["customer"]["name"] == name
    assert partner.get(f"/bookings/{booking['id']}")["customer"]["name"] == name

    said = {
        "text_version": "2026-01",
        "said_in": "phone",
        "consents": [{"purpose": "sharing", "given": False}],
    }
    contact = desk.put(f"/customers/{booking['customer']['id']}/consents", said)

    assert contact["history"][0]["text_version"] == "2026-01"
    assert partner.get(f"/bookings/{booking['id']}")["customer"]["name"] is None
    partner.post(f"/bookings/{booking['id']}/cancel", {"reason_code": "customer_request"})
    assert until(lambda: len(receiver.got) == 2, 10)
    assert receiver.got[1].data["customer"]["name"] is None
    assert desk.get(f"/bookings/{booking['id']}")["customer"]["name"] == name
    partner.delete(f"/webhook-endpoints/{hook['id']}")
