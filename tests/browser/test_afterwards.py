"""Files, cases and substitutes at the screen: what to do, what is missing, for whom."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import PHONE


@pytest.fixture
def intake(world):
    """A car whose intake ended on Monday at half past two."""
    booking = world.book(world.at(0, "14:00"))
    world.clock(world.at(0, "13:55"))
    world.move(booking, "arrive")
    world.clock(world.at(0, "14:30"))
    world.move(booking, "start")
    world.clock(world.at(0, "14:31"))
    return booking


def open_task(desk, booking, kind):
    desk.open(f"/stores/s-4s/tasks?state=open&kind={kind}")
    desk.page.click(f"a[href*='{booking['id']}.{kind}']")


@pytest.mark.parametrize("viewport", [{"width": 1366, "height": 768}, PHONE], ids=["pc", "phone"])
def test_a_file_says_what_is_missing_and_keeps_what_was_written(  # CU-02, CU-04
    at_desk, world, intake, viewport
):
    desk = at_desk("clerk-sun", viewport=viewport)
    open_task(desk, intake, "customer_file")
    assert desk.page.input_value("#number") == "沪A12345"

    desk.page.fill("#wishes", "代步车")
    desk.page.click("text=保存档案")
    for name in ("address", "kind", "cycle_months", "next_on", "next_at"):
        expect(desk.page.locator(f"#{name}-fault")).to_contain_text("必填")
    assert desk.page.input_value("#wishes") == "代步车"

    desk.page.fill("#address", "示范路1号")
    desk.page.fill("#kind", "轿车")
    desk.page.fill("#cycle_months", "6")
    desk.page.fill("#next_on", world.day(183))
    desk.page.fill("#next_at", f"{world.day(5)}T10:00")
    desk.page.fill("#next_content", "询问新胎使用情况")
    desk.page.click("text=保存档案")
    expect(desk.page.locator("h1")).to_contain_text("已完成")
    assert "已建档" in desk.read()


def test_a_report_says_what_was_complained_of_and_asks_for_words(at_desk, world):  # FU-06
    clerk = world.person("clerk-sun")
    said = {"store_id": "s-4s", "channel": "inbound_call", "name": "王女士"}
    case = clerk.post("/cases", {**said, "phone": "13900158888", "words": "刹车片有异响"})
    desk = at_desk("clerk-sun")

    desk.open(f"/tasks/{case['task_id']}")
    assert "刹车片有异响" in desk.read()
    desk.page.check("[name=outcome][value=reported]")
    desk.page.click("text=记录结果")
    expect(desk.page.locator("#notes-fault")).to_contain_text("必填")
    desk.page.fill("#notes", "请主管定夺")
    desk.page.click("text=记录结果")
    expect(desk.page.locator("h1")).to_contain_text("已完成")


def test_a_substitute_sees_for_whom_they_act(at_desk, world, intake):  # RL-12
    sun = world.person("clerk-sun")
    sun.post(f"/tasks/{intake['id']}.customer_file.3/take")
    days = {"from_day": world.day(0), "to_day": world.day(1)}
    people = {"absent": "clerk-sun", "substitute": "clerk-qian", "reason": "休假"}
    world.person("mgr-4s").post("/substitutions", {"store_id": "s-4s", **people, **days})
    desk = at_desk("clerk-qian")

    desk.open("/stores/s-4s/tasks?mine=1")
    row = desk.page.locator("tr", has=desk.page.locator(f"a[href*='{intake['id']}']"))
    expect(row).to_contain_text("由您代理")
    row.locator("a").first.click()
    assert "您正代理其工作" in desk.read()
    expect(desk.page.locator("text=保存档案")).to_be_visible()
