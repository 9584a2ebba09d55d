"""The follow-up queue: from the visit to the recorded call."""

import pytest
from playwright.sync_api import expect


@pytest.fixture
def visit(world):
    """A visit that was completed on Tuesday, seen from the Friday on which its call opens."""
    booking = world.book(world.at(1, "10:00"))
    world.clock(world.at(1, "10:00"))
    world.move(booking, "arrive")
    world.move(booking, "complete")
    world.clock(world.at(4, "09:00"))
    return booking


def test_a_call_is_taken_made_and_recorded(at_desk, visit):  # FU-01, FU-04
    desk = at_desk("clerk-sun")
    desk.open("/stores/s-4s/tasks?state=open&kind=first_call")
    desk.page.click(f"a[href$='{visit['id']}.first_call']")
    assert visit["number"] in desk.read()

    desk.page.click("button:has-text('领取')")
    expect(desk.page.locator("h1")).to_contain_text("已领取")
    desk.page.check("[name=outcome][value=reached]")
    desk.page.check("[name=agenda][value=use_and_opinion]")
    desk.page.fill("#notes", "很满意，下次还来")
    desk.page.click("text=记录结果")

    expect(desk.page.locator("h1")).to_contain_text("已完成")
    assert "用车情况及对本公司服务的意见" in desk.read()
    assert "很满意，下次还来" in desk.read()


def test_a_call_without_an_outcome_is_not_recorded(at_desk, visit):
    desk = at_desk("clerk-sun")
    desk.open(f"/tasks/{visit['id']}.first_call")
    desk.page.click("button:has-text('领取')")

    desk.page.fill("#notes", "打过了")
    desk.page.click("text=记录结果")

    assert "请选择本次回访的结果" in desk.read()
    assert desk.page.input_value("#notes") == "打过了"


def test_what_somebody_else_has_taken_is_theirs(at_desk, visit):
    first, second = at_desk("clerk-sun"), at_desk("clerk-qian")
    for desk in (first, second):
        desk.open(f"/tasks/{visit['id']}.first_call")

    first.page.click("button:has-text('领取')")
    second.page.click("button:has-text('领取')")

    assert "已由 clerk-sun 领取" in second.read()
    assert second.page.locator("text=记录结果").count() == 0


def test_overdue_calls_come_first(at_desk, world, visit):
    world.clock(world.at(9, "09:00"))
    desk = at_desk("clerk-sun")

    desk.open("/stores/s-4s/tasks")

    assert "已逾期" in desk.page.locator("tbody tr").first.inner_text()
