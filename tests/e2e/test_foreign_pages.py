"""A page of a foreign store, or of anything in it, looks like one that is not there."""

import re
from pathlib import Path

import pytest
import requests

from devstack.processes import until
from tests.e2e.test_foreign import THEIRS, WALKERS, nobodys_like
from tests.signing_in import mark_of

ROUTES = (Path(__file__).parents[1] / "contract/routes.txt").read_text()
IDS = {"store_id", "booking_id", "task_id"}
PAGES = [
    (method, path)
    for method, path in map(str.split, ROUTES.splitlines())
    if "/api/" not in path and IDS & set(re.findall(r"<(\w+)>", path))
]
OF_THIS_ANSWER = re.compile(r"\b[0-9a-f]{32}\b|[\w.-]{60,}")
"""The number to quote, the mark of a form."""


@pytest.fixture
def theirs(later_world, a_phone):
    """Return the ids of what the 4S shop has, by how addresses call them."""
    world, desk = later_world, later_world.person("sr-chen")
    customer = {"name": "赵女士", "phone": a_phone(), "language": "zh"}
    wish = {"store_id": THEIRS, "items": ["maintenance-a"], "customer": customer}
    booking_id = desk.post("/bookings", wish | {"start": world.at(1, "10:00")})["id"]
    world.clock(world.at(1, "09:00"))

    def calls():
        return desk.get("/tasks", booking_id=booking_id)["tasks"]

    assert until(calls, seconds=15)
    return {"store_id": THEIRS, "booking_id": booking_id, "task_id": calls()[0]["id"]}


class Browser:
    """Somebody at a browser, with the mark of their own forms in all that they send."""

    def __init__(self, info, login):
        self._home, self._session = info["base_url"], requests.Session()
        self._token = mark_of(self._opened("GET", "/login").text)
        who = {"login": login, "password": info["people"][login]["password"]}
        assert self._opened("POST", "/login", who).status_code == 303
        self._token = mark_of(self._opened("GET", "/me").text)

    def _opened(self, method, path, form=None):
        data = form and form | {"csrf_token": self._token}
        return self._session.request(
            method, self._home + path, data=data, timeout=20, allow_redirects=False
        )

    def open(self, method, path, ids):
        """Return the status and the page at *path*, without what differs each time."""
        filled = re.sub(r"<(\w+)>", lambda part: ids.get(part[1], "arrive"), path)
        answer = self._opened(method, filled, {"x": ""} if method == "POST" else None)
        page = OF_THIS_ANSWER.sub("", answer.text)
        return answer.status_code, page.replace(filled, path)


@pytest.mark.parametrize("login", WALKERS)
def test_a_page_of_theirs_is_not_there(stack, theirs, login):  # RL-27, PL-01, negative 1
    browser = Browser(stack.info, login)
    nobodys = {name: nobodys_like(id) for name, id in theirs.items()}
    odd, seen = [], set()

    for method, path in PAGES:
        foreign = browser.open(method, path, theirs)
        if foreign[0] == 403:
            continue
        missing = browser.open(method, path, nobodys)
        if foreign[0] != 404 or foreign != missing:
            odd.append((method, path, foreign[0], missing[0]))
        seen.add((method, path))
    assert odd == []
    assert len(seen) > 15
