"""Journeys through everything: broker, database, five kinds of process, Twilio's stand-in."""

import uuid


def key():
    return uuid.uuid4().hex


def test_from_the_partner_s_booking_to_the_month_s_figures(world, a_wish):
    partner, desk, clerk = world.partner(), world.person("sr-chen"), world.person("clerk-sun")
    advisor, manager = world.person("sa-li"), world.person("mgr-4s")
    wish = a_wish(start=world.at(1, "08:30"))
    phone = wish["customer"]["phone"]

    booking = partner.post("/bookings", wish, key=key())
    [text] = world.texts_when(phone, 1)
    assert booking["number"] in text
    assert "08:30" in text

    listed = desk.get("/bookings", store_id="s-4s", customer_id=booking["customer"]["id"])
    assert [one["id"] for one in listed["bookings"]] == [booking["id"]]

    world.clock(world.at(1, "08:40"))
    arrived = desk.post(f"/bookings/{booking['id']}/arrive")
    assert arrived["entitlements"]["perk"]["code"] == "breakfast"
    advisor.post(f"/bookings/{booking['id']}/start")
    done = advisor.post(f"/bookings/{booking['id']}/complete")
    assert done["settlement"]["total"] == 89000

    world.clock(world.at(4, "08:59"))
    assert booking["id"] not in open_calls(clerk)
    world.clock(world.at(4, "09:00"))
    task = open_calls(clerk)[booking["id"]]  # FU-01
    clerk.post(f"/tasks/{task['id']}/take")
    ended = clerk.post(f"/tasks/{task['id']}/outcome", {"outcome": "reached", "notes": "满意"})
    assert ended["state"] == "done"

    world.clock(world.at(4, "09:01"))
    day = world.at(1, "00:00")[:10]
    total = manager.get("/reports/bookings", store_id="s-4s", by="day", **{"from": day, "to": day})[
        "total"
    ]
    assert (total["bookings"], total["arrivals"], total["punctual"]) == (1, 1, 1)
    assert (total["success_rate"], total["punctuality_rate"]) == (1, 1)


def open_calls(clerk):
    asked = {"store_id": "s-4s", "kind": "first_call", "state": "open", "limit": 200}
    tasks = clerk.get("/tasks", **asked)["tasks"]
    return {task["booking_id"]: task for task in tasks}


def test_reminders_follow_the_booking_and_stop_with_it(world, a_wish):  # RM-03, RM-20
    desk, moved, dropped = world.person("sr-chen"), a_wish(channel="phone"), a_wish(channel="phone")
    first, second = desk.post("/bookings", moved), desk.post("/bookings", dropped)
    for wish in (moved, dropped):
        world.texts_when(wish["customer"]["phone"], 1)
    desk.post(f"/bookings/{first['id']}/reschedule", {"start": world.at(1, "14:00"), "reason": ""})
    desk.post(f"/bookings/{second['id']}/cancel", {"reason_code": "other"})
    before = len(world.texts_when(moved["customer"]["phone"], 2))
    ended = len(world.texts_when(dropped["customer"]["phone"], 2))

    world.clock(world.at(0, "10:00"))
    assert len(world.texts(moved["customer"]["phone"])) == before
    world.clock(world.at(0, "14:00"))
    world.clock(world.at(1, "12:00"))

    assert len(world.texts_when(moved["customer"]["phone"], before + 1)) == before + 1
    assert len(world.texts(dropped["customer"]["phone"])) == ended
    told = desk.get("/messages", booking_id=first["id"])["messages"]
    assert [one["why"] for one in told if one["why"] == "call_instead"] == ["call_instead"]


def test_personal_data_goes_to_a_partner_only_with_consent_and_agreement(world, a_wish):  # PV-06
    wish = a_wish()
    agreed = world.partner("p1").post("/bookings", wish, key=key())
    without_consent = world.partner("p1").post(
        "/bookings", a_wish(consents={"privacy_version": "2026-01"}), key=key()
    )
    without_agreement = world.partner("p2").post(
        "/bookings", a_wish(start=world.at(1, "11:00")), key=key()
    )

    assert agreed["customer"]["phone"] == wish["customer"]["phone"]
    for told in (without_consent, without_agreement):
        assert wish["customer"]["name"] not in str(told)
        assert not told["customer"].get("phone")


def test_every_figure_opens_to_as_many_rows(world, a_wish):
    desk, manager = world.person("sr-chen"), world.person("mgr-4s")
    for at in ("08:30", "08:30", "11:00"):
        desk.post("/bookings", a_wish(channel="phone", start=world.at(1, at)))
    gone = desk.post("/bookings", a_wish(channel="phone", start=world.at(1, "15:00")))
    desk.post(f"/bookings/{gone['id']}/cancel", {"reason_code": "other"})
    world.clock(world.at(0, "09:01"))
    day = world.at(1, "00:00")[:10]

    total = manager.get("/reports/bookings", store_id="s-4s", by="day", **{"from": day, "to": day})[
        "total"
    ]

    assert (total["bookings"], total["due"], total["arrivals"]) == (4, 3, 0)
    assert total["punctuality_rate"] is None
    for measure in ("bookings", "due", "cancelled_in_time"):
        rows = manager.get("/reports/bookings/rows", store_id="s-4s", day=day, measure=measure)
        assert len(rows["rows"]) == total[measure]
