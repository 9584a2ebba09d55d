from datetime import date

import pytest

from common.contracts import reporting as contract
from common.errors import Invalid, NotFound


def values(row, *columns):
    return tuple(row[column] for column in columns)


def test_a_day_has_its_figures(told):  # RP-01, RP-04
    made = told.report(store_id="hz-east")

    assert [row["key"] for row in made["rows"]] == ["2026-03-10", "2026-03-11"]
    tenth = made["rows"][0]
    assert values(tenth, "bookings", "due", "arrivals", "punctual") == (5, 4, 2, 1)
    assert values(tenth, "success_rate", "punctuality_rate", "cancelled_in_time") == (0.5, 0.5, 1)
    assert made["rows"][1]["punctuality_rate"] is None
    assert values(made["total"], "bookings", "due", "success_rate") == (6, 5, 0.4)
    assert made["folded_at"] == "2026-03-20T01:00:00+00:00"


def test_a_month_and_a_channel_have_theirs(told):  # RP-01
    (march,) = told.report(by="month")["rows"]
    phone, web = told.report(by="channel")["rows"]

    assert values(march, "key", "bookings", "due") == ("2026-03", 6, 5)
    assert values(phone, "key", "bookings") == ("phone", 5)
    assert values(web, "key", "bookings") == ("web", 1)


def test_calls_and_messages_have_theirs(told):  # RP-26
    calls, messages = told.report("calls")["total"], told.report("messages")["total"]

    assert values(calls, "calls_due", "calls_done", "completion_rate") == (2, 1, 0.5)
    assert values(messages, "messages_sent", "messages_delivered", "messages_failed") == (3, 1, 1)
    assert messages["delivery_rate"] == 0.3333


def test_who_sees_every_store_gets_a_row_for_each(told, a_desk):
    everywhere = a_desk(stores=("*",)).report(days=(10, 10))
    both = a_desk(stores=("hz-east", "sh-west")).report(days=(10, 10))

    assert [values(row, "store_id", "bookings") for row in everywhere["rows"]] == [
        ("hz-east", 5),
        ("sh-west", 1),
    ]
    assert both == everywhere
    assert everywhere["total"]["bookings"] == 6


def test_a_foreign_store_is_not_there(told):
    assert {row["store_id"] for row in told.report()["rows"]} == {"hz-east"}
    with pytest.raises(NotFound):
        told.report(store_id="sh-west")
    with pytest.raises(NotFound):
        told.rows("bookings", store_id="sh-west")


def test_both_ends_of_a_period_belong_to_it(told):
    assert [row["key"] for row in told.report(days=(10, 10))["rows"]] == ["2026-03-10"]
    assert [row["key"] for row in told.report(days=(11, 11))["rows"]] == ["2026-03-11"]
    assert told.report(days=(12, 20))["rows"] == []


def test_a_report_of_nothing_is_empty(desk):
    made = desk.report()

    assert (made["rows"], made["folded_at"]) == ([], None)
    assert values(made["total"], "bookings", "success_rate") == (0, None)


def test_a_report_that_makes_no_sense_is_refused(desk):
    with pytest.raises(Invalid):
        desk.report(days=(11, 10))
    with pytest.raises(NotFound):
        desk.report("weather")
    with pytest.raises(Invalid):
        desk.service.rows("hz-east", date(2026, 3, 10), None, "due", None, "W10=", 50)


@pytest.mark.parametrize("measure", contract.MEASURES)
def test_every_figure_opens_row_by_row(told, measure):  # RP-01, RP-04, RP-26
    shown = {column for made in told.service.catalogue()["reports"] for column in columns(made)}
    (report,) = (name for name, column in shown if column == measure)
    for row in told.report(report)["rows"]:
        opened = told.rows(measure, day=int(row["key"][-2:]))
        assert len(opened) == row[measure]
    whole = told.rows(measure, day=9, to_day=20)
    assert len(whole) == told.report(report)["total"][measure] > 0
    by_channel = [told.rows(measure, day=9, to_day=20, channel=one) for one in ("phone", "web")]
    assert [*by_channel[0], *by_channel[1]] == whole


def columns(report):
    return [(report["name"], column["name"]) for column in report["columns"]]


def test_a_row_names_the_booking_and_no_customer(told):
    (row,) = told.rows("punctual")

    assert row == {
        "booking_id": "b-1",
        "number": "b-1",
        "store_id": "hz-east",
        "start": "2026-03-10T09:00:00+08:00",
        "channel": "phone",
        "status": "arrived",
        "arrived_at": "2026-03-10T09:00:00+08:00",
        "on_time": True,
        "cancelled_in_time": None,
    }


def test_replies_keep_their_contracts(told):
    contract.Reports().load(told.service.catalogue())
    contract.Report().load(told.report())
    page = told.service.rows("hz-east", date(2026, 3, 10), None, "calls_due", None, None, 1)
    assert contract.Rows().load(page)["next_cursor"]
