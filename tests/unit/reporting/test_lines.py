from datetime import timedelta

import pytest

from common.errors import Invalid
from services.reporting.documents import (
    as_cursor,
    as_document,
    as_place,
    as_reply,
    as_row,
)
from services.reporting.domain.lines import page
from services.reporting.domain.rows import joined
from tests.unit.reporting.conftest import NINE


@pytest.fixture
def a_full_row(a_booking, a_call, a_message):
    row = joined(joined(a_booking(), a_call()), a_message("sent", "delivered"))
    return joined(row, a_message("sent", id="m-2"))


def test_a_row_survives_its_document(a_full_row, a_call):
    for row in (a_full_row, a_call()):
        assert as_row(as_document(row)) == row


def test_a_document_says_what_it_counts_for(a_full_row, a_call):
    document = as_document(a_full_row)

    assert (document["day"], document["counts"]["messages_sent"]) == ("2026-03-10", 2)
    assert "counts" not in as_document(a_call())


def test_a_line_shows_the_thing_counted(a_full_row):
    def line(measure):
        return as_reply(page([a_full_row], measure, None, 10)[0][0])

    assert line("bookings")["start"] == "2026-03-10T09:00:00+08:00"
    assert line("calls_due")["task_id"] == "b-1.first_call"
    assert line("messages_sent")["message_id"] == "m-1"
    assert line("messages_sent")["ends"] == ["delivered", "sent"]


def test_pages_break_between_two_things_of_one_booking(a_full_row, a_booking, a_message):
    early = joined(a_booking(start=NINE - timedelta(hours=1)), a_message("sent", id="m-9"))
    rows = [a_full_row, early]
    first, place = page(rows, "messages_sent", None, 2)
    second, end = page(rows, "messages_sent", as_place(as_cursor(place)), 2)

    assert [line.place.id for line in first + second] == ["m-9", "m-1", "m-2"]
    assert end is None


def test_a_full_last_page_has_no_next(a_full_row):
    assert page([a_full_row], "messages_sent", None, 2)[1] is None


@pytest.mark.parametrize("cursor", ["x", "W10=", "汉", "WzEsMiwzXQ=="])
def test_a_tampered_cursor_is_invalid(cursor):
    with pytest.raises(Invalid):
        as_place(cursor)
