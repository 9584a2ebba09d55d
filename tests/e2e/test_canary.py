"""Somebody with a name, a number and papers like no other, and where they can be read after."""

from pathlib import Path

import pytest
from pymongo import MongoClient

from tests.e2e.test_journey import key, open_calls
from tests.keys import found_in

OURS = ("booking", "notification", "followup", "reporting", "gateway")
NAME, PLATE, PAPERS, ADDRESS = "欧阳不见", "沪Z99887", "110101199003078888", "unseen@example.com"


@pytest.fixture
def world(later_world):
    return later_world


def test_nobody_can_be_read_in_a_database_or_a_log(world, a_wish):  # PV-03, negative 24
    desk, advisor, clerk = (world.person(one) for one in ("sr-chen", "sa-li", "clerk-sun"))
    wish = a_wish(start=world.at(1, "08:30"), note=PAPERS, subject={"plate": PLATE})
    wish["customer"] |= {"name": NAME, "email": ADDRESS}
    phone = wish["customer"]["phone"]
    booking = desk.post("/bookings", {**wish, "channel": "phone"}, key=key())
    world.texts_when(phone, 1)
    world.clock(world.at(1, "08:40"))
    desk.post(f"/bookings/{booking['id']}/arrive", {"reason": f"{NAME} {phone}"})
    for move in ("start", "complete"):
        advisor.post(f"/bookings/{booking['id']}/{move}")
    world.clock(world.at(4, "09:00"))
    assert open_calls(clerk)[booking["id"]]["customer"]["name"] == NAME

    secrets = (NAME, PLATE, PAPERS, ADDRESS, phone.removeprefix("+86"))
    assert all(one in str(desk.get(f"/bookings/{booking['id']}")) for one in secrets)
    with MongoClient(world.info["mongo_uri"], tz_aware=True) as client:
        ours = f"{world.info['database_prefix']}_"
        names = [name for name in client.list_database_names() if name.startswith(ours)]
        assert {f"{ours}{name}" for name in OURS} <= set(names)
        assert [found for name in names for found in found_in(client[name], *secrets)] == []
    logs = [log for name in OURS for log in Path(world.info["logs"]).glob(f"{name}*.log")]
    assert len(logs) >= len(OURS)
    assert [(log.name, one) for log in logs for one in secrets if one in log.read_text()] == []
