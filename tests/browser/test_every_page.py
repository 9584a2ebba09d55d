"""What holds on every page, in both languages, on a shop PC and on a phone."""

from pathlib import Path

import pytest

from tests.browser.desk import PHONE, SHOP_PC, World, a_phone

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"


@pytest.fixture(scope="module")
def lived_in(stack):
    """A store with a little of everything; returns the addresses of its pages."""
    world = World(stack)
    done, open_, gone = (world.book(world.at(1, at)) for at in ("08:30", "10:00", "11:00"))
    world.book(
        world.at(1, "14:00"),
        customer={"name": "欧阳" * 12, "phone": a_phone()},
        note="请准备代步车，客户带两位老人同行，需要安静的休息区。" * 3,
    )
    world.move(gone, "cancel", reason_code="other", reason="出差")
    world.clock(world.at(1, "08:31"))
    world.move(done, "arrive")
    world.move(done, "complete")
    world.clock(world.at(1, "10:20"))
    day = world.day(1)
    return {
        "log-in": "/login",
        "stores": "/stores",
        "board": f"/stores/s-4s/board?day={day}",
        "empty board": f"/stores/s-4s/board?day={world.day(6)}",
        "no lanes": "/stores/s-bath/board",
        "booking form": f"/stores/s-4s/book?day={world.day(2)}",
        "nothing to book": "/stores/s-bath/book",
        "bookings": f"/stores/s-4s/bookings?from={day}",
        "completed booking": f"/bookings/{done['id']}",
        "open booking": f"/bookings/{open_['id']}",
        "cancelled booking": f"/bookings/{gone['id']}",
        "new time": f"/bookings/{open_['id']}/reschedule?day={world.day(2)}",
        "queue": "/stores/s-4s/tasks",
        "task": f"/tasks/{done['id']}.first_call",
        "messages": "/stores/s-4s/messages",
        "figures": f"/stores/s-4s/figures?from={day}&to={world.day(6)}",
        "rows": f"/stores/s-4s/figures/rows?day={day}&measure=bookings",
        "my log-in": "/me",
        "second factor": "/me/second-factor",
        "people": "/people",
        "somebody": "/people/sr-chen",
        "myself": "/people/mgr-4s",
        "somebody new": "/people/new",
        "partners": "/partners",
        "partner": "/partners/p1",
        "partner new": "/partners/new",
        "not found": "/bookings/b-none",
    }


PAGES = (
    "log-in", "stores", "board", "empty board", "no lanes", "booking form", "nothing to book",
    "bookings", "completed booking", "open booking", "cancelled booking", "new time", "queue",
    "task", "messages", "figures", "rows", "my log-in", "second factor", "people", "somebody",
    "myself", "somebody new", "partners", "partner", "partner new", "not found",
)  # fmt: skip
READERS = {
    "no lanes": "mgr-bath", "nothing to book": "mgr-bath", "stores": "head", "log-in": None,
    "partners": "head", "partner": "head", "partner new": "head",
}  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("viewport", [SHOP_PC, PHONE], ids=["shop PC", "phone"])
def test_pages_fit_and_are_open_to_everybody(at_desk, lived_in, viewport, language):
    """The languages differ in words alone, so one is enough to look for barriers."""
    found = []
    desks = {login: at_desk(login, viewport, language) for login in readers()}
    for name in PAGES:
        desk = desks[READERS.get(name, "mgr-4s")]
        desk.open(lived_in[name])
        too_wide = desk.page.evaluate("document.documentElement.scrollWidth") - viewport["width"]
        if too_wide > 0:
            found.append(f"{name}: {too_wide} px too wide")
        if language == "zh":
            found += [f"{name}: {one}" for one in barriers(desk.page)]
    assert not found, "\n".join(found)


def readers():
    return {"mgr-4s", *READERS.values()}


def barriers(page):
    """Return what keeps somebody out, as axe-core finds it."""
    page.evaluate(AXE.read_text())
    violations = page.evaluate("axe.run()")["violations"]
    return [
        f"{one['id']}: {node['target']}"
        for one in violations
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def test_an_english_page_has_no_chinese_of_ours(at_desk, lived_in):
    """Names of customers, and texts as they were sent, stay as they are."""
    desk = at_desk("mgr-4s", language="en")
    desk.open("/stores/s-4s/tasks?kind=second_call")
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in desk.read())
