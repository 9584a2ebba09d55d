"""The reports: columns, how each is computed, and the tables they make (RP-01, RP-04, RP-26)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from common.errors import Invalid, NotFound

LONGEST = timedelta(days=732)
MOST_ROWS = 10_000
DECIMALS = 4

Words = dict[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """A count is one measure; a share is the first of ``measures`` divided by the second."""

    name: str
    title: Words
    formula: Words
    measures: tuple[str, ...]

    @property
    def unit(self) -> str:
        return "share" if len(self.measures) == 2 else "count"

    def value(self, counts: Counter[str]) -> int | float | None:
        """Return the value of the column; a share of nothing is None, never 0."""
        if self.unit == "count":
            return counts[self.measures[0]]
        part, whole = (counts[measure] for measure in self.measures)
        return round(part / whole, DECIMALS) if whole else None

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "title": self.title,
            "formula": self.formula,
            "unit": self.unit,
            "measures": list(self.measures),
        }


@dataclass(frozen=True, slots=True)
class Report:
    """One table of the catalogue."""

    name: str
    title: Words
    columns: tuple[Column, ...]

    @property
    def measures(self) -> frozenset[str]:
        return frozenset(measure for column in self.columns for measure in column.measures)

    def as_json(self) -> dict[str, Any]:
        columns = [column.as_json() for column in self.columns]
        return {"name": self.name, "title": self.title, "columns": columns}


class Sum(NamedTuple):
    """The counts of one store under one key: a day, a month or a channel."""

    store_id: str
    key: str
    counts: Counter[str]


def count(measure: str, title: Words, formula: Words) -> Column:
    return Column(measure, title, formula, (measure,))


REPORTS = (
    Report(
        "bookings",
        {"zh": "预约量与预约成功率", "en": "Bookings and how many came"},
        (
            count(
                "bookings",
                {"zh": "预约量", "en": "Bookings"},
                {"zh": "预约日在该日的预约数", "en": "bookings whose appointment is on that day"},
            ),
            count(
                "due",
                {"zh": "应到", "en": "Due"},
                {
                    "zh": "预约量 − 按时取消 − 未占位",
                    "en": "bookings with a place, not cancelled in time",
                },
            ),
            count(
                "arrivals",
                {"zh": "到店", "en": "Arrivals"},
                {"zh": "应到中已到店的预约数", "en": "bookings whose customer arrived"},
            ),
            Column(
                "success_rate",
                {"zh": "预约成功率", "en": "Success rate"},
                {"zh": "到店 ÷ 应到", "en": "arrivals ÷ due"},
                ("arrivals", "due"),
            ),
            count(
                "punctual",
                {"zh": "准时到店", "en": "On time"},
                {
                    "zh": "不晚于预约时间 15 分钟到店(门店可改),提前也算准时",
                    "en": "arrived no later than 15 minutes after the start (a store may differ); "
                    "early counts",
                },
            ),
            Column(
                "punctuality_rate",
                {"zh": "预约准时率", "en": "Punctuality rate"},
                {"zh": "准时到店 ÷ 到店", "en": "on time ÷ arrivals"},
                ("punctual", "arrivals"),
            ),
            count(
                "cancelled_in_time",
                {"zh": "按时取消", "en": "Cancelled in time"},
                {
                    "zh": "在取消时限内取消的预约数",
                    "en": "bookings cancelled within the store's limit",
                },
            ),
        ),
    ),
    Report(
        "calls",
        {"zh": "回访完成情况", "en": "Follow-up calls"},
        (
            count(
                "calls_due",
                {"zh": "应回访", "en": "Calls due"},
                {
                    "zh": "该日预约产生的回访任务数",
                    "en": "calls planned after the bookings of that day",
                },
            ),
            count(
                "calls_done",
                {"zh": "已回访", "en": "Calls done"},
                {"zh": "其中已完成的任务数", "en": "of these, calls that are done"},
            ),
            Column(
                "completion_rate",
                {"zh": "回访完成率", "en": "Completion rate"},
                {"zh": "已回访 ÷ 应回访", "en": "calls done ÷ calls due"},
                ("calls_done", "calls_due"),
            ),
        ),
    ),
    Report(
        "messages",
        {"zh": "消息送达情况", "en": "Messages"},
        (
            count(
                "messages_sent",
                {"zh": "已发送", "en": "Sent"},
                {"zh": "运营商已接收的消息数", "en": "messages that the carrier took"},
            ),
            count(
                "messages_delivered",
                {"zh": "已送达", "en": "Delivered"},
                {"zh": "已送达手机的消息数", "en": "messages that reached the handset"},
            ),
            Column(
                "delivery_rate",
                {"zh": "送达率", "en": "Delivery rate"},
                {"zh": "已送达 ÷ 已发送", "en": "delivered ÷ sent"},
                ("messages_delivered", "messages_sent"),
            ),
            count(
                "messages_failed",
                {"zh": "未送达", "en": "Failed"},
                {
                    "zh": "被拒、未送达或过时的消息数",
                    "en": "messages refused, undelivered or too late",
                },
            ),
        ),
    ),
)


def report_named(name: str) -> Report:
    """Raise NotFound unless the catalogue has *name*."""
    for report in REPORTS:
        if report.name == name:
            return report
    raise NotFound(what="report", id=name)


def check_period(from_day: date, to_day: date) -> None:
    """Raise Invalid for a period that ends before it begins, or is longer than two years."""
    if to_day < from_day:
        raise Invalid.of(to_day="is before from_day")
    if to_day - from_day >= LONGEST:
        raise Invalid.of(to_day=f"is more than {LONGEST.days} days from from_day")


def table(report: Report, sums: Sequence[Sum]) -> dict[str, Any]:
    """Return the ``rows`` of *report* and their ``total``; a row that counts nothing is left out.

    The total's shares are computed from its counts, not from the rows' shares.

    Raises:
        Invalid: there are more rows than one can read.
    """
    if len(sums) > MOST_ROWS:
        raise Invalid.of(by=f"makes more than {MOST_ROWS} rows: ask by month, or for one store")
    counted = [one for one in sums if any(one.counts[measure] for measure in report.measures)]
    total: Counter[str] = Counter()
    for one in counted:
        total.update(one.counts)
    return {
        "rows": [_row(report, one) for one in counted],
        "total": _row(report, Sum("", "", total)),
    }


def _row(report: Report, one: Sum) -> dict[str, Any]:
    values = {column.name: column.value(one.counts) for column in report.columns}
    return {"key": one.key or None, "store_id": one.store_id or None, **values}
