import csv
import io
from datetime import date

from gateway.portal.figures import Period, as_csv, chart_of, periods

WEEK = Period(date(2026, 3, 9), date(2026, 3, 15))


def a_column(name, title, *measures):
    unit = "share" if len(measures) == 2 else "count"
    return {"name": name, "title": {"zh": title}, "unit": unit, "measures": list(measures)}


COLUMNS = [
    a_column("bookings", "预约量", "bookings"),
    a_column("arrivals", "到店", "arrivals"),
    a_column("success_rate", "成功率", "arrivals", "due"),
]


def a_row(day, store="s-4s", bookings=4, due=4, arrivals=2):
    return {
        "key": day, "store_id": store, "bookings": bookings, "due": due, "arrivals": arrivals,
        "success_rate": arrivals / due if due else None,
    }  # fmt: skip


def a_report(*rows, by="day"):
    return {
        "columns": COLUMNS,
        "by": by,
        "rows": list(rows),
        "total": {"key": None, "store_id": None, "bookings": 4, "arrivals": 2, "success_rate": 0.5},
    }


def test_the_periods_that_people_ask_for():
    told = [(one.first.isoformat(), one.last.isoformat()) for one in periods(date(2026, 3, 11))]

    assert told == [
        ("2026-03-09", "2026-03-15"),
        ("2026-03-02", "2026-03-08"),
        ("2026-03-01", "2026-03-31"),
        ("2026-02-01", "2026-02-28"),
    ]


def test_at_the_turn_of_the_year_too():
    told = [(one.first.isoformat(), one.last.isoformat()) for one in periods(date(2027, 1, 1))]

    assert told[0] == ("2026-12-28", "2027-01-03")
    assert told[3] == ("2026-12-01", "2026-12-31")


def test_the_chart_has_a_point_for_each_day_of_the_period():
    chart = chart_of(a_report(a_row("2026-03-10")), WEEK)

    bookings, arrivals, rate = (one["values"] for one in chart["series"])
    assert chart["labels"][:2] == ["3月9日 周一", "3月10日 周二"]
    assert bookings == [0, 4, 0, 0, 0, 0, 0]
    assert arrivals[1] == 2
    assert rate == [None, 0.5, None, None, None, None, None]


def test_stores_of_one_day_are_one_point_and_their_share_one_of_sums():
    one, other = a_row("2026-03-10"), a_row("2026-03-10", "s-beau", due=12, arrivals=12)

    rate = chart_of(a_report(one, other), WEEK)["series"][2]["values"]

    assert rate[1] == 14 / 16


def test_by_channel_the_chart_has_the_channels_that_there_are():
    assert chart_of(a_report(a_row("wechat"), by="channel"), WEEK)["labels"] == ["微信"]


def test_the_file_opens_in_excel_and_holds_no_formula():
    raw = as_csv(a_report(a_row("=1+1")))

    assert raw.startswith(b"\xef\xbb\xbf")
    head, row, total = csv.reader(io.StringIO(raw.decode("utf-8-sig")))
    assert head == ["key", "store_id", "预约量", "到店", "成功率"]
    assert row == ["'=1+1", "s-4s", "4", "2", "0.5"]
    assert total == ["total", "", "4", "2", "0.5"]
