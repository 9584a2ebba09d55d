"""Published lists are kept as they were, and read by an operator."""

from click.testing import CliRunner

from common import mongo
from common.contracts import EVENTS
from common.contracts.base import Told
from services.reporting.__main__ import cli
from tests.service.reporting.conftest import NINE


def publish(desk, version, rows, delta=None):
    data = {
        "store_id": "hz-east",
        "store_name": {"zh": "东店", "en": "East"},
        "timezone": "Asia/Shanghai",
        "day": "2026-03-11",
        "version": version,
        "published_at": NINE.isoformat(),
        "recipients": {"roles": ["workshop_supervisor"], "departments": [{"code": "parts"}]},
        "rows": [{"booking_id": f"b-{n}"} for n in range(rows)],
        "delta": delta,
    }
    message = EVENTS["next_day_list_published"].happened(
        f"hz-east|2026-03-11:{version}", at=NINE, store_id="hz-east", correlation_id="x", data=data
    )
    desk.service.file_list(Told.of(message, EVENTS), message=message)


def test_each_publication_is_kept_once_with_its_recipients(desk, database, monkeypatch):  # RP-17
    monkeypatch.setattr(mongo, "database", lambda _: database)
    publish(desk, 2, 6, {"added": [{"booking_id": "b-5"}], "changed": [], "removed": []})
    publish(desk, 1, 5)
    database["inbox"].delete_many({})
    publish(desk, 1, 5)

    lines = CliRunner().invoke(cli, ["lists", "hz-east", "2026-03-11"]).output.splitlines()

    assert lines == [
        "version 1  2026-03-10 09:00  5 bookings, to workshop_supervisor, parts",
        "version 2  2026-03-10 09:00  6 bookings, to workshop_supervisor, parts",
    ]


def test_a_list_is_in_no_figure_and_a_tick_changes_none(desk):
    desk.hears("booking_confirmed")
    before = desk.report()["total"]
    publish(desk, 1, 1)
    desk.hears("booking_noted", revision=2)
    desk.hears("booking_prepared", revision=3)
    desk.hears("booking_assigned", revision=4)

    assert desk.report()["total"] == before
