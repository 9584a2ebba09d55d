"""Tasks around a booking in the portal: the minute is asked for, a no-show's reason too."""

from playwright.sync_api import expect


def a_task(world, login, **asked):
    [task] = world.person(login).get("/tasks", **asked)["tasks"]
    return f"/tasks/{task['id']}"


def test_a_call_before_the_visit_is_recorded_with_the_minute(at_desk, world):  # RM-01
    booking = world.book(world.at(1, "14:00"))
    world.clock(world.at(1, "11:50"))
    desk = at_desk("sa-li")
    desk.open(a_task(world, "sa-li", booking_id=booking["id"], kind="confirm_call"))
    assert "到店前确认电话" in desk.read()

    desk.page.check("[name=outcome][value=arrives_at]")
    desk.page.click("text=记录结果")
    assert "必填" in desk.read()
    desk.page.fill("[name=expected_at]", "14:10")
    desk.page.click("text=记录结果")

    expect(desk.page.locator("h1")).to_contain_text("已完成")
    assert "14:10" in desk.read()
    world.clock(world.at(1, "11:51"))
    day = world.day(1)
    board = world.person("sr-chen").get("/stores/s-4s/entrance-board", day=day)["expected"]
    assert [line["at"][11:16] for line in board] == ["14:10"]


def test_why_somebody_did_not_come_is_asked_and_the_task_handed_on(at_desk, world):  # NS-04, CON-3
    booking = world.book(world.at(1, "10:00"))
    world.clock(world.at(1, "11:10"))
    path = a_task(world, "sa-li", booking_id=booking["id"], kind="no_show_call")
    first = at_desk("sa-li", language="en")
    first.open(path)
    first.page.click("main summary")
    first.page.select_option("[name=role]", "cr_clerk")
    first.page.fill("#why", "holiday")
    first.page.click("main details button")
    expect(first.page.locator(".head-note")).to_contain_text("Customer relations clerk")

    clerk = at_desk("cr-zhao")
    clerk.open("/stores/s-4s/tasks?kind=no_show_call&owner=cr_clerk")
    clerk.page.click(f"a[href$='{path}']")
    clerk.page.check("[name=outcome][value=reached]")
    clerk.page.click("text=记录结果")
    assert "必填" in clerk.read()
    clerk.page.select_option("[name=no_show_reason]", "price")
    clerk.page.click("text=记录结果")
    expect(clerk.page.locator("h1")).to_contain_text("已完成")
    assert "价格" in clerk.read()
