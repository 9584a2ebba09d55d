"""`python -m devstack.screenshots`: the README's pictures, taken from a running sandbox stack.

`make up CLOCK=sandbox` first.  A week at the 4S shop is lived through the public API, so that
the pages have something to show; done again it books nothing twice.
"""

import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from devstack import ROOT
from devstack.api_client import ApiClient, Refused

IMAGES = ROOT / "docs" / "images"
STACK = ROOT / ".run" / "stack.json"
STORE = "s-4s"
REMINDERS_FOR_THE_FIRST = "06:30"
FIRST_NUMBER = 13800138000
WIDTH, HEIGHT = 1366, 768
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")


class Visit(NamedTuple):
    """One booking of the week: when the customer comes and goes, if at all."""

    day: int
    at: str
    name: str
    plate: str
    item: str
    channel: str
    comes: str = ""
    goes: str = ""


WEEK = (
    Visit(10, "08:30", "王芳", "沪B8K221", "maintenance-a", "wechat", "08:21", "09:30"),
    Visit(10, "08:30", "李娜", "沪C77Q10", "maintenance-a", "counter", "08:34", "10:40"),
    Visit(10, "10:00", "刘洋", "苏E5566A", "diagnosis", "web", "09:52", "10:45"),
    Visit(10, "10:00", "陈静", "沪AD0912", "maintenance-a", "phone", "10:31", "11:50"),
    Visit(10, "11:00", "杨磊", "浙B31Y22", "maintenance-a", "wechat", "10:58", "12:10"),
    Visit(10, "14:00", "赵敏", "沪A12345", "diagnosis", "counter", "13:50", "14:40"),
    Visit(10, "14:00", "黄强", "沪B60F18", "maintenance-a", "web"),
    Visit(10, "15:00", "周杰", "沪C20M07", "maintenance-a", "phone", "15:08", "16:20"),
    Visit(10, "16:00", "吴倩", "苏E90L33", "diagnosis", "wechat", "15:55", "16:30"),
    Visit(11, "08:30", "徐丽", "沪A8B610", "maintenance-a", "phone", "08:25", "09:40"),
    Visit(11, "10:00", "孙浩", "沪D11K29", "maintenance-a", "wechat", "10:02", "11:30"),
    Visit(11, "14:00", "朱琳", "浙A77P05", "diagnosis", "web"),
    Visit(11, "15:00", "马超", "沪B03R61", "maintenance-a", "phone", "15:20", "16:50"),
    Visit(12, "10:00", "胡军", "沪A55T08", "maintenance-a", "counter", "09:57", "11:10"),
    Visit(12, "11:00", "林燕", "沪C18H40", "maintenance-a", "phone", "11:00", "12:20"),
    Visit(12, "16:00", "何涛", "苏B29N77", "diagnosis", "wechat"),
    Visit(13, "10:00", "高洁", "沪AF2088", "maintenance-a", "web"),
    Visit(13, "15:00", "罗明", "沪B71S15", "maintenance-a", "phone"),
)
CONFIRMED, CANCELLED, RETURNING = WEEK[5], (WEEK[6], WEEK[15]), WEEK[3]


class Week:
    """The stack's people, acting through the API as its clock goes on."""

    def __init__(self, info: dict[str, Any]) -> None:
        self._info = info
        self._now = (0, "")
        self._people: dict[str, ApiClient] = {}
        self._ids: dict[Visit, str] = {}

    def person(self, login: str) -> ApiClient:
        if login not in self._people:
            password = self._info["people"][login]["password"]
            self._people[login] = ApiClient.signed_in(self._info["base_url"], login, password)
        return self._people[login]

    def clock(self, day: int, at: str) -> None:
        self._now = (day, at)
        self.person("sr-chen").put("/sandbox/clock", {"now": moment(day, at), "settle": True})

    def book(self) -> None:
        for number, visit in enumerate(WEEK):
            booking = self.person("agent").post("/bookings", wish(visit, number), f"week-{number}")
            self._ids[visit] = booking["id"]
        self._move("cr-zhao", CONFIRMED, "confirm", reason="电话确认")
        for visit in CANCELLED:
            self._move("agent", visit, "cancel", reason_code="customer_request", reason="出差")

    def live(self, day: int, at: str) -> None:
        """Let everybody come and go who does so by then, and stop the clock there."""
        since = self._now
        for when, visit, login, move in sorted(steps(), key=itemgetter(0)):
            if since < when <= (day, at):
                self.clock(*when)
                if visit:
                    self._move(login, visit, move)
        self.clock(day, at)

    def page_of(self, visit: Visit) -> str:
        return f"/bookings/{self._ids[visit]}"

    def _move(self, login: str, visit: Visit, move: str, **asked: str) -> None:
        try:
            self.person(login).post(f"{self.page_of(visit)}/{move}", asked)
        except Refused as refused:
            if refused.problem.get("code") != "illegal_transition":
                raise


def steps() -> Iterator[tuple[tuple[int, str], Visit | None, str, str]]:
    """Yield what happens in the week: when, with whose visit, by whom."""
    for day in sorted({visit.day for visit in WEEK}):
        yield (day, REMINDERS_FOR_THE_FIRST), None, "", ""
    for visit in WEEK:
        if visit.comes:
            yield (visit.day, visit.comes), visit, "sr-chen", "arrive"
            yield (visit.day, visit.comes), visit, "sa-li", "start"
        if visit.goes:
            yield (visit.day, visit.goes), visit, "sa-li", "complete"


def moment(day: int, at: str) -> str:
    return f"2026-03-{day:02}T{at}:00+08:00"


def wish(visit: Visit, number: int) -> dict[str, Any]:
    return {
        "store_id": STORE,
        "items": [visit.item],
        "start": moment(visit.day, visit.at),
        "customer": {"name": visit.name, "phone": f"+86{FIRST_NUMBER + number}"},
        "subject": {"plate": visit.plate, "model": "C 200 L"},
        "channel": visit.channel,
        "consents": {"privacy_version": "2026-01"},
        "note": "请准备代步车" if visit == RETURNING else "",
    }


@contextmanager
def signed_in(browser: Browser, info: dict[str, Any], login: str) -> Iterator[Page]:
    """Sit *login* down at a shop PC that speaks Chinese."""
    context = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT},
        locale="zh-CN",
        base_url=info["base_url"],
    )
    page = context.new_page()
    page.goto("/login?lang=zh")
    page.fill("#login", login)
    page.fill("#password", info["people"][login]["password"])
    page.press("#password", "Enter")
    page.wait_for_url(lambda url: "/login" not in url)
    yield page
    context.close()


def take(page: Page, name: str) -> None:
    page.wait_for_timeout(500)  # until what the page fetches and draws is there
    page.screenshot(path=IMAGES / f"{name}.png")
    print(f"docs/images/{name}.png")


def fill_in(page: Page) -> None:
    """Take down a booking up to the moment before it is made."""
    page.goto(f"/stores/{STORE}/book?day=2026-03-12")
    page.fill("#phone", str(FIRST_NUMBER + WEEK.index(RETURNING)))
    page.click("[data-fills]")
    page.check("[name=items][value=maintenance-a]")
    page.locator(".slot", has_text="14:00").locator("input").check()
    page.check("#told")


def main(stack: Path = STACK) -> int:
    """Live the week, take the pictures; 1 when there is no stack to take them from."""
    info = json.loads(stack.read_text()) if stack.exists() else {"clock": "none"}
    if info["clock"] != "sandbox":
        print("No sandbox stack is running.  Start one: make up CLOCK=sandbox")
        return 1
    IMAGES.mkdir(parents=True, exist_ok=True)
    week = Week(info)
    week.clock(9, "09:00")
    week.book()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(QUIET)
        )
        week.live(10, "10:24")
        with signed_in(browser, info, "agent") as page:
            page.goto(f"/stores/{STORE}/board?day=2026-03-10")
            take(page, "board")
            fill_in(page)
            take(page, "book")
        week.live(13, "09:05")
        with signed_in(browser, info, "cr-zhao") as page:
            for name, path in (
                ("booking", week.page_of(WEEK[0])),
                ("tasks", f"/stores/{STORE}/tasks"),
                ("figures", f"/stores/{STORE}/figures"),
            ):
                page.goto(path)
                take(page, name)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
