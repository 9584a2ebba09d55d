"""One booking: its moves, its story, and two people at it at once."""

import pytest
from playwright.sync_api import expect


@pytest.fixture
def on_page(at_desk):
    def look(booking, login="sr-chen", **more):
        desk = at_desk(login, **more)
        desk.open(f"/bookings/{booking['id']}")
        return desk

    return look


def test_the_discount_falls_on_labour_alone(on_page, world):  # PK-02
    booking = world.book(world.at(1, "08:30"))
    world.clock(world.at(1, "08:20"))
    world.move(booking, "arrive")
    desk = on_page(booking)

    assert "工时费按 90% 收取，配件不打折" in desk.read()
    assert desk.page.input_value("#labour") == "600.00"
    desk.page.click("button:has-text('完成')")

    bill = desk.read(".bill")
    assert "−¥60.00" in bill
    assert "¥350.00" in bill
    assert "¥890.00" in desk.read(".bill-total")


def test_entitlements_are_explained(on_page, world):  # PK-19
    booking = world.book(world.at(1, "08:30"))

    said = on_page(booking).read(".given")

    assert "接待工位及洗车优先" in said
    assert "早餐一份" in said
    assert "以实际到店时间为准" in said


def test_a_new_time_keeps_the_number_and_tells_the_story(on_page, world):  # CX-02, BK-27
    booking = world.book(world.at(1, "10:00"))
    desk = on_page(booking)

    desk.page.click("a:has-text('改期')")
    desk.page.locator(".slot", has_text="14:00").locator("input").check()
    desk.page.fill("#reason", "下午才有空")
    desk.page.click("text=确认改期")
    desk.page.wait_for_url(f"**/bookings/{booking['id']}")

    assert booking["number"] in desk.read()
    story = desk.page.locator(".history li").first.inner_text()
    assert "下午才有空" in story
    assert "10:00" in story
    assert "14:00" in story
    assert "sr-chen" in story


def test_a_cancellation_says_why(on_page, world):  # CX-04
    booking = world.book(world.at(1, "10:00"))
    desk = on_page(booking)

    desk.page.click("summary:has-text('取消预约')")
    desk.page.select_option("#reason_code", "weather")
    desk.page.click("button:has-text('确定取消')")

    expect(desk.page.locator("h1")).to_contain_text("已取消")
    assert "天气" in desk.read(".history")


def test_nobody_is_received_before_the_day(on_page, world):
    booking = world.book(world.at(1, "10:00"))
    desk = on_page(booking)

    desk.page.click("text=客户已到店")

    assert "须在预约当天" in desk.read(".flashes")
    assert "已预约" in desk.read("h1")


def test_two_desks_do_not_overwrite_each_other(on_page, world):
    booking = world.book(world.at(1, "10:00"))
    world.clock(world.at(1, "09:55"))
    first, second = on_page(booking), on_page(booking, "sa-li")

    first.page.click("text=客户已到店")
    expect(first.page.locator("h1")).to_contain_text("已到店")
    second.page.click("summary:has-text('取消预约')")
    second.page.click("button:has-text('确定取消')")

    assert "刚被其他人修改" in second.read()
    assert "已到店" in second.read("h1")


def test_an_amount_that_is_none_is_refused_beside_its_field(on_page, world):
    booking = world.book(world.at(1, "10:00"))
    world.clock(world.at(1, "09:55"))
    world.move(booking, "arrive")
    desk = on_page(booking)

    desk.page.fill("#labour", "-1")
    desk.page.click("button:has-text('完成')")

    assert "0 到 100,000" in desk.read(".fault")
    assert desk.page.input_value("#parts") == "350.00"


def test_messages_stand_beside_the_booking(on_page, world):
    booking = world.book(world.at(1, "10:00"))
    world.clock(world.at(0, "09:01"))

    said = on_page(booking).read()

    assert "预约确认" in said
    assert booking["number"] in said


def test_the_page_works_while_messages_are_away(on_page, world, stack):
    booking = world.book(world.at(1, "10:00"))
    world.clock(world.at(1, "09:55"))
    stack.stop("notification")
    try:
        desk = on_page(booking)
        assert "暂时无法读取短信" in desk.read()
        desk.page.click("text=客户已到店")
        expect(desk.page.locator("h1")).to_contain_text("已到店")

        answer = desk.open("/stores/s-4s/messages")
        assert answer.status == 503
        assert "仍可登记预约" in desk.read()
    finally:
        stack.start("notification")
        desk.complaints.clear()


def test_whoever_may_only_look_gets_no_buttons(on_page, world):
    booking = world.book(world.at(1, "10:00"))
    desk = on_page(booking, "ws-sup")

    assert desk.page.locator("main form").count() == 0
    assert "可以查看，不能修改" in desk.read()
