from datetime import UTC, datetime, timedelta, timezone

import pytest

from devstack.twilio.moments import read, rfc2822, span

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


def test_a_moment_is_written_in_gmt_to_the_second():
    shanghai = timezone(timedelta(hours=8))

    written = rfc2822(datetime(2026, 3, 10, 20, 0, 0, 999999, tzinfo=shanghai))

    assert written == "Tue, 10 Mar 2026 12:00:00 +0000"
    assert rfc2822(None) is None


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-10T12:00:00Z",
        "2026-03-10T20:00:00+08:00",
        "2026-03-10 12:00:00.000",
        "Tue, 10 Mar 2026 12:00:00 +0000",
        "Tue, 10 Mar 2026 12:00:00 -0000",
    ],
)
def test_a_moment_is_read_in_every_documented_form(text):
    assert read(text) == NOON


@pytest.mark.parametrize("text", ["yesterday", "", "2026-13-01", "32 Mar"])
def test_other_words_are_no_moment(text):
    with pytest.raises(ValueError, match=r"."):
        read(text)


def test_a_date_spans_its_day_and_a_moment_its_second():
    midnight = datetime(2026, 3, 10, tzinfo=UTC)

    assert span("2026-03-10") == (midnight, midnight + timedelta(days=1))
    assert span("2026-03-10T12:00:00.5Z") == (NOON, NOON + timedelta(seconds=1))
