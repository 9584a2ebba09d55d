"""Taking a booking: from the call to the board."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import a_phone


@pytest.fixture
def form(at_desk, world):
    """The booking form for a world's Tuesday."""
    desk = at_desk("sr-chen")
    desk.open(f"/stores/s-4s/book?day={world.day(1)}")
    return desk


def fill(desk, phone, name="陈静"):
    desk.page.fill("#phone", phone)
    desk.page.fill("#name", name)
    desk.page.check("[name=items][value=maintenance-a]")


def choose(desk, time_of_day):
    desk.page.locator(".slot", has_text=time_of_day).locator("input").check()


def booked(world, phone):
    """Return what is booked under *phone*, of which a list shows the end."""
    everything = world.person("sr-chen").get(
        "/bookings", store_id="s-4s", **{"from": world.at(0, "00:00"), "to": world.at(7, "00:00")}
    )["bookings"]
    return [one for one in everything if one["customer"]["phone"].endswith(phone[-4:])]


def test_from_the_call_to_the_completed_visit(form, world):
    phone = a_phone()
    fill(form, phone)
    form.page.fill("#plate", "沪B8K221")
    choose(form, "10:00")
    form.page.click("text=确认预约")
    form.page.wait_for_url("**/bookings/b-*")
    assert "预约成功" in form.read()
    assert "陈静" in form.read("h1")

    form.page.click("text=当天看板")
    form.page.locator(".slip", has_text="沪B8K221").click()
    world.clock(world.at(1, "09:50"))
    form.page.click("text=客户已到店")
    expect(form.page.locator("h1")).to_contain_text("已到店")
    form.page.click("button:has-text('开始服务')")
    expect(form.page.locator("h1")).to_contain_text("服务中")
    form.page.fill("#labour", "600")
    form.page.fill("#parts", "350.50")
    form.page.click("button:has-text('完成')")

    expect(form.page.locator("h1")).to_contain_text("已完成")
    assert "¥950.50" in form.read(".bill-total")


def test_every_fault_is_said_at_once_and_nothing_typed_is_lost(form):  # BK-01, BK-02
    form.page.fill("#phone", "12345")
    form.page.fill("#note", "请准备代步车")
    form.page.click("text=确认预约")

    faults = form.page.locator(".fault").all_inner_texts()
    assert len(faults) == 4
    for part in ("可拨通的电话号码", "客户姓名", "服务项目", "可预约的时间"):
        assert any(part in fault for fault in faults)
    assert form.page.input_value("#phone") == "12345"
    assert form.page.input_value("#note") == "请准备代步车"
    assert form.page.evaluate("document.activeElement.id") == "faults"


def test_a_double_click_books_once(form, world):
    phone = a_phone()
    fill(form, phone)
    choose(form, "11:00")
    form.page.dblclick("text=确认预约")
    form.page.wait_for_url("**/bookings/b-*")

    assert len(booked(world, phone)) == 1


def test_sending_the_form_again_without_scripts_books_once(at_desk, world):
    phone = a_phone()
    desk = at_desk("sr-chen", java_script_enabled=False)
    desk.open(f"/stores/s-4s/book?day={world.day(1)}")
    fill(desk, phone)
    desk.page.click("text=查询可预约时间")
    choose(desk, "14:00")
    desk.page.click("text=确认预约")
    desk.page.wait_for_url("**/bookings/b-*")
    first = desk.page.url

    desk.page.go_back()
    desk.page.click("text=确认预约")
    desk.page.wait_for_url("**/bookings/b-*")

    assert desk.page.url == first
    assert len(booked(world, phone)) == 1


def test_a_time_that_was_just_taken_leaves_the_form_and_offers_others(form, world):  # SL-17
    phone = a_phone()
    fill(form, phone)
    form.page.fill("#note", "靠窗")
    choose(form, "15:00")
    for _ in range(2):
        world.book(world.at(1, "15:00"))

    form.page.click("text=确认预约")

    assert "刚被约满" in form.read()
    assert form.page.input_value("#name") == "陈静"
    assert form.page.input_value("#note") == "靠窗"
    choose(form, "16:00")
    form.page.click("text=确认预约")
    form.page.wait_for_url("**/bookings/b-*")
    [made] = booked(world, phone)
    assert made["start"] == world.at(1, "16:00")


def test_while_nobody_answers_what_was_typed_is_kept_and_books_once(form, world, stack):
    phone = a_phone()
    fill(form, phone)
    form.page.fill("#note", "靠窗")
    choose(form, "16:00")
    stack.stop("booking")
    try:
        form.page.click("text=确认预约")
        expect(form.page.locator(".faults")).to_contain_text("不会重复预约")
        assert form.page.input_value("#note") == "靠窗"
    finally:
        stack.start("booking")
        form.complaints.clear()

    form.page.click("text=确认预约")
    form.page.wait_for_url("**/bookings/b-*")

    [made] = booked(world, phone)
    assert made["start"] == world.at(1, "16:00")


def test_free_times_show_how_many_places_are_left(form, world):  # SL-04
    world.book(world.at(1, "08:30"))
    form.page.check("[name=items][value=maintenance-a]")

    times = form.page.locator(".slot")
    expect(times.first).to_contain_text("08:30")
    assert [text.split() for text in times.all_inner_texts()[:2]] == [
        ["08:30", "余", "1"],
        ["10:00", "余", "2"],
    ]


def test_a_full_day_offers_the_next_free_times(form, world):
    for start in ("08:30", "10:00", "11:00", "14:00", "15:00", "16:00"):
        for _ in range(2):
            world.book(world.at(1, start))
    form.page.check("[name=items][value=maintenance-a]")

    expect(form.page.locator("#times")).to_contain_text("当天已约满")
    expect(form.page.locator(".slot").first).to_contain_text(f"{int(world.day(2)[-2:])}日 周三")


def test_a_known_number_brings_the_customer_along(form, world):  # BK-24
    phone = a_phone()
    world.book(world.at(2, "10:00"), customer={"name": "吴倩", "phone": phone})

    form.page.fill("#phone", phone)
    form.page.click("text=沿用姓名和资料")

    assert form.page.input_value("#name") == "吴倩"
    assert form.page.input_value("#plate") == "沪A12345"
    assert "共 1 次预约" in form.read("#customer")


def test_a_booking_is_made_by_keyboard_alone(at_desk, world):
    phone = a_phone()
    desk = at_desk("sr-chen")
    keys = desk.page.keyboard

    desk.open(f"/stores/s-4s/board?day={world.day(1)}")
    keys.press("n")
    expect(desk.page.locator("#phone")).to_be_focused()
    keys.type(phone)
    keys.press("Tab")
    keys.type("徐丽")
    for _ in range(4):
        keys.press("Tab")
    keys.press("Space")
    expect(desk.page.locator(".slot").first).to_be_visible()
    while desk.page.evaluate("document.activeElement.name") != "start":
        keys.press("Tab")
    keys.press("Space")
    keys.press("Enter")
    desk.page.wait_for_url("**/bookings/b-*")

    assert len(booked(world, phone)) == 1
