from datetime import UTC, datetime, timedelta

import pytest

from services.reporting.domain.rows import Row, joined, row_of_listed_message

A_SECOND = timedelta(seconds=1)


def test_the_higher_revision_wins_whichever_comes_first(a_booking, a_call):
    for older, newer in (
        (a_booking(revision=1), a_booking(revision=2, status="arrived")),
        (a_call(revision=1), a_call(revision=3, state="done")),
    ):
        assert joined(older, newer) == joined(newer, older) == newer


def test_what_is_told_twice_is_told_once(a_booking, a_call, a_message):
    for row in (a_booking(), a_call(), a_message("sent")):
        assert joined(row, row) == row
        assert joined(Row("b-1"), row) == joined(row, Row("b-1")) == row


def test_what_several_tell_of_a_booking_comes_together(a_booking, a_call, a_message):
    row = joined(joined(a_message("sent"), a_call()), a_booking())

    assert (row.visit, row.calls, row.messages) == (
        a_booking().visit,
        a_call().calls,
        a_message("sent").messages,
    )


def test_a_message_collects_its_ends_in_any_order(a_message):
    sent, delivered = a_message("sent"), a_message("delivered")

    assert joined(sent, delivered) == joined(delivered, sent)
    assert joined(sent, delivered).messages["m-1"].ends == {"sent", "delivered"}


@pytest.mark.parametrize(
    ("zone", "start", "day"),
    [
        ("Asia/Shanghai", datetime(2026, 3, 10, 16, tzinfo=UTC) - A_SECOND, "2026-03-10"),
        ("Asia/Shanghai", datetime(2026, 3, 10, 16, tzinfo=UTC), "2026-03-11"),
        ("America/New_York", datetime(2026, 3, 8, 4, 59, 59, tzinfo=UTC), "2026-03-07"),
        ("America/New_York", datetime(2026, 3, 8, 5, tzinfo=UTC), "2026-03-08"),
        ("America/New_York", datetime(2026, 3, 9, 4, tzinfo=UTC), "2026-03-09"),
    ],
)
def test_the_day_is_that_of_the_appointment_in_the_store(a_booking, zone, start, day):  # RP-01
    assert a_booking(timezone=zone, start=start).visit.day.isoformat() == day


@pytest.mark.parametrize(
    ("sent_at", "states", "why", "ends"),
    [
        (None, ["pending"], "", set()),
        ("2026-03-10T01:00:00+00:00", ["submitting", "accepted"], "", {"sent"}),
        ("2026-03-10T01:00:00+00:00", ["accepted", "delivered"], "", {"sent", "delivered"}),
        ("2026-03-10T01:00:00+00:00", ["accepted", "undelivered"], "", {"sent", "failed"}),
        (None, ["failed"], "unreachable", {"failed"}),
        (None, ["expired"], "too_late", {"failed"}),
        (None, ["suppressed"], "opted_out", {"failed"}),
        (None, ["suppressed"], "superseded", set()),
    ],
)
def test_a_listed_message_says_what_was_told_of_it(sent_at, states, why, ends):
    listed = {
        "id": "m-1",
        "booking_id": "b-1",
        "kind": "reminder",
        "sent_at": sent_at,
        "states": [{"state": state} for state in states],
        "why": why,
    }

    assert row_of_listed_message(listed).messages["m-1"].ends == ends
