from collections import Counter
from datetime import date, timedelta

import pytest

from common.contracts.reporting import MEASURES
from common.errors import Invalid, NotFound
from services.reporting.domain.reports import (
    LONGEST,
    MOST_ROWS,
    REPORTS,
    Sum,
    check_period,
    report_named,
    table,
)

DAY = date(2026, 3, 10)


def a_sum(key="2026-03-10", store_id="hz-east", **counts):
    return Sum(store_id, key, Counter(counts))


def rates(report, **counts):
    made = table(report_named(report), [a_sum(**counts)])
    return {name: value for name, value in made["rows"][0].items() if name.endswith("_rate")}


def test_success_is_arrivals_of_those_due():  # RP-01, EX-16
    assert rates("bookings", bookings=5, due=4, arrivals=3)["success_rate"] == 0.75
    assert rates("bookings", bookings=5, due=3, arrivals=1)["success_rate"] == 0.3333
    assert rates("bookings", bookings=5, due=4)["success_rate"] == 0


def test_punctuality_is_the_punctual_of_those_who_came():  # RP-04
    assert rates("bookings", due=8, arrivals=4, punctual=3)["punctuality_rate"] == 0.75
    assert rates("bookings", due=8, arrivals=4)["punctuality_rate"] == 0


def test_a_share_of_nothing_is_not_nought():  # RP-01, RP-04, RP-26
    assert rates("bookings", bookings=1) == {"success_rate": None, "punctuality_rate": None}
    assert rates("calls", calls_done=1) == {"completion_rate": None}
    assert rates("messages", messages_failed=1) == {"delivery_rate": None}
    assert table(report_named("bookings"), [])["total"]["success_rate"] is None


def test_completion_is_calls_done_of_calls_due():  # RP-26
    assert rates("calls", calls_due=4, calls_done=1)["completion_rate"] == 0.25


def test_the_total_is_computed_from_counts():  # RP-01
    made = table(
        report_named("bookings"),
        [
            a_sum(due=1, arrivals=1),
            a_sum("2026-03-11", due=9, arrivals=0),
            a_sum("2026-03-11", "sh-west", due=10, arrivals=9),
        ],
    )

    assert [row["success_rate"] for row in made["rows"]] == [1, 0, 0.9]
    assert (made["total"]["due"], made["total"]["success_rate"]) == (20, 0.5)
    assert (made["total"]["key"], made["total"]["store_id"]) == (None, None)
    assert [(row["key"], row["store_id"]) for row in made["rows"]] == [
        ("2026-03-10", "hz-east"),
        ("2026-03-11", "hz-east"),
        ("2026-03-11", "sh-west"),
    ]


def test_rows_that_count_nothing_are_left_out():
    made = table(report_named("calls"), [a_sum(bookings=3), a_sum("2026-03-11", calls_due=1)])

    assert [row["key"] for row in made["rows"]] == ["2026-03-11"]


def test_more_rows_than_one_can_read_are_refused():
    table(report_named("bookings"), [a_sum(due=1)] * MOST_ROWS)
    with pytest.raises(Invalid):
        table(report_named("bookings"), [a_sum(due=1)] * (MOST_ROWS + 1))


def test_a_period_has_an_end_after_its_beginning_and_within_two_years():
    check_period(DAY, DAY)
    check_period(DAY, DAY + LONGEST - timedelta(days=1))
    for last in (DAY - timedelta(days=1), DAY + LONGEST):
        with pytest.raises(Invalid):
            check_period(DAY, last)


def test_a_report_that_is_not_there_is_not_found():
    with pytest.raises(NotFound):
        report_named("weather")


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_every_column_says_in_both_languages_how_it_is_computed(report):  # RP-01, RP-04
    for column in report.as_json()["columns"]:
        assert all(column[words].keys() == {"zh", "en"} for words in ("title", "formula"))
        assert all(text for words in ("title", "formula") for text in column[words].values())
        assert column["unit"] == ("share" if "÷" in column["formula"]["en"] else "count")


def test_every_measure_is_in_a_report():
    assert {name for report in REPORTS for name in report.measures} == set(MEASURES)
