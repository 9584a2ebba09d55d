"""The day board: what it shows, to whom, and how soon."""

from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

from tests.browser.desk import PHONE, a_phone

A_CHANGE_SHOWS_WITHIN = 4_000


@pytest.fixture
def board(at_desk, world):
    """The board of a world's Tuesday, seen by the reception."""
    desk = at_desk("sr-chen")
    desk.open(f"/stores/s-4s/board?day={world.day(1)}")
    return desk


def slip(desk, booking):
    return desk.page.locator(f".slip[href$='{booking['id']}']")


def test_a_booking_stands_in_its_lane_with_what_the_desk_needs(board, world):  # RP-13
    booking = world.book(world.at(1, "10:00"))

    board.page.reload()

    said = slip(board, booking).inner_text()
    for part in ("张伟", "已预约", "10:00", "沪A12345", "A类保养"):
        assert part in said


def test_what_another_desk_books_appears_by_itself(board, world):
    booking = world.book(world.at(1, "11:00"))

    expect(slip(board, booking)).to_be_visible(timeout=A_CHANGE_SHOWS_WITHIN)

    world.clock(world.at(1, "10:55"))
    world.move(booking, "arrive")
    expect(slip(board, booking)).to_contain_text("已到店", timeout=A_CHANGE_SHOWS_WITHIN)


@pytest.mark.parametrize(("now", "late"), [("10:15", False), ("10:16", True)])
def test_somebody_is_late_after_a_quarter_of_an_hour(at_desk, world, now, late):  # PK-17
    booking = world.book(world.at(1, "10:00"))
    world.clock(world.at(1, now))
    desk = at_desk("sr-chen")

    desk.open(f"/stores/s-4s/board?day={world.day(1)}")

    assert ("迟到 16 分钟" in slip(desk, booking).inner_text()) == late
    assert f"{int(late)} 迟到" in desk.read(".tally")


def test_who_may_not_see_numbers_sees_them_masked(at_desk, world):  # PV-09
    phone = a_phone()
    booking = world.book(world.at(1, "14:00"), customer={"name": "李娜", "phone": phone})
    desk = at_desk("ws-sup")

    desk.open(f"/stores/s-4s/board?day={world.day(1)}")

    said = slip(desk, booking).inner_text()
    assert f"{phone[:3]}****{phone[-4:]}" in said
    assert phone not in said.replace(" ", "")


def test_a_cancelled_booking_stays_as_a_ghost_beside_the_one_in_its_place(board, world):
    gone = world.book(world.at(1, "15:00"))
    other = world.book(world.at(1, "15:00"), customer={"name": "王芳", "phone": a_phone()})
    world.move(gone, "cancel", reason_code="illness")
    instead = world.book(world.at(1, "15:00"), customer={"name": "刘洋", "phone": a_phone()})

    board.page.reload()

    expect(slip(board, gone)).to_contain_text("已取消")
    boxes = [slip(board, one).bounding_box() for one in (gone, other, instead)]
    for n, one in enumerate(boxes):
        for another in boxes[n + 1 :]:
            assert apart(one, another)


def apart(one, other):
    return (
        one["x"] + one["width"] <= other["x"] + 1
        or other["x"] + other["width"] <= one["x"] + 1
        or one["y"] + one["height"] <= other["y"] + 1
        or other["y"] + other["height"] <= one["y"] + 1
    )


def test_an_empty_place_opens_the_form_with_the_time_filled_in(board, world):
    board.page.locator(".opening", has_text="16:00").first.click()
    board.page.wait_for_url("**/book?start=*")

    assert board.page.input_value("#day") == world.day(1)
    assert "16:00" in board.read("#times")


def test_days_are_turned_by_keys(board, world):
    board.page.keyboard.press("ArrowRight")
    board.page.wait_for_url(f"**day={world.day(2)}")
    board.page.keyboard.press("ArrowLeft")
    board.page.wait_for_url(f"**day={world.day(1)}")

    board.page.keyboard.press("t")
    board.page.wait_for_url("**/board")

    assert f"{world.monday:%-m}月{world.monday.day}日" in board.read("h1")


def test_on_a_phone_the_day_is_a_list(at_desk, world):
    booking = world.book(world.at(1, "10:00"))
    desk = at_desk("sr-chen", viewport=PHONE)

    desk.open(f"/stores/s-4s/board?day={world.day(1)}")

    expect(desk.page.locator(".timeboard")).to_be_hidden()
    expect(desk.page.locator(f".entry[href$='{booking['id']}']")).to_be_visible()


def test_a_lost_connection_is_shown_and_mended(board, world):
    board.page.context.set_offline(True)
    expect(board.page.locator("[data-connection=off]")).to_be_visible(timeout=A_CHANGE_SHOWS_WITHIN)

    board.page.context.set_offline(False)
    expect(board.page.locator("[data-connection=on]")).to_be_visible(timeout=10_000)
    board.complaints.clear()


def test_who_was_signed_out_meanwhile_is_led_to_the_door(board):
    board.page.context.clear_cookies()

    board.page.wait_for_url(
        lambda url: "/login?next=/stores/s-4s/board?" in unquote(url), timeout=A_CHANGE_SHOWS_WITHIN
    )


@pytest.mark.parametrize("day", ["2026-02-30", "yesterday", "0001-01-01", "9999-12-31"])
def test_a_day_that_nobody_books_is_not_found(board, day):
    assert board.open(f"/stores/s-4s/board?day={day}").status == 404
