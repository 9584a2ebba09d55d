"""Figures: each with its formula, its rows, and the same in a file."""

import csv
import io


def test_a_figure_opens_the_bookings_behind_it(at_desk, world):  # RP-01
    kept, gone = world.book(world.at(1, "10:00")), world.book(world.at(1, "11:00"))
    world.move(gone, "cancel", reason_code="illness")
    world.clock(world.at(1, "09:59"))
    world.move(kept, "arrive")
    world.clock(world.at(1, "12:00"))
    desk = at_desk("mgr-4s")

    desk.open(f"/stores/s-4s/figures?from={world.day(0)}&to={world.day(6)}")
    cells = desk.page.locator("tfoot td").all_inner_texts()
    assert cells == ["2", "1", "1", "100%", "1", "100%", "1"]
    assert "到店 ÷ 应到" in desk.page.locator("th", has_text="预约成功率").get_attribute("title")
    desk.page.locator("tbody tr td a").first.click()
    desk.page.wait_for_url("**/figures/rows*")

    assert kept["number"] in desk.read()
    assert gone["number"] in desk.read()


def test_the_file_says_the_same_as_the_page(at_desk, world):
    world.book(world.at(1, "10:00"))
    world.clock(world.at(0, "09:05"))
    desk = at_desk("mgr-4s")

    desk.open(f"/stores/s-4s/figures?from={world.day(0)}&to={world.day(6)}")
    with desk.page.expect_download() as download:
        desk.page.click("a:has-text('CSV')")
    raw = download.value.path().read_bytes()

    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert rows[0][2] == "预约量"
    assert rows[1][:3] == [world.day(1), "s-4s", "1"]


def test_head_office_reads_all_stores_at_once(at_desk, world):
    world.book(world.at(1, "10:00"))
    world.clock(world.at(0, "09:05"))
    desk = at_desk("head")
    desk.open("/stores/s-beau")

    desk.open(f"/stores/s-beau/figures?all=1&from={world.day(0)}&to={world.day(6)}")

    assert "s-4s" in desk.read("tbody")
