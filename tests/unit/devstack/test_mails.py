"""What the mail catcher makes of an e-mail, and how it shows them."""

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from devstack.mails.app import create_app
from devstack.mails.box import KEPT, Box, read

NINE = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)


def an_email(subject="预约确认", body="您的预约已确认。"):
    mail = EmailMessage()
    mail["Subject"], mail["From"] = subject, "desk@slipboard.example"
    mail.set_content(body)
    mail.add_attachment("BEGIN:VCALENDAR", subtype="calendar", filename="visit.ics")
    return mail.as_bytes()


@pytest.fixture
def box():
    box = Box()
    for number in range(2):
        mail = read("desk@slipboard.example", [f"c{number}@example.com"], an_email(), NINE)
        box._mails.append(mail)
    return box


def test_an_email_is_read_as_a_mailbox_reads_it():
    mail = read("desk@slipboard.example", ["li@example.com"], an_email(), NINE)

    assert mail.as_json() == {
        "from": "desk@slipboard.example",
        "to": ["li@example.com"],
        "subject": "预约确认",
        "body": "您的预约已确认。",
        "calendar": "BEGIN:VCALENDAR",
        "at": "2026-03-09T01:00:00.000+00:00",
    }


def test_what_is_no_email_at_all_is_shown_as_far_as_it_goes():
    for content in (b"", b"hello", b"\xff\xfe"):
        mail = read("", [], content, NINE)
        assert (mail.subject, mail.calendar) == ("", None)


def test_programs_read_them_in_the_order_of_their_coming(box):
    client = create_app(box).test_client()

    assert [one["to"] for one in client.get("/mails").json] == [
        ["c0@example.com"],
        ["c1@example.com"],
    ]
    assert len(client.get("/mails?to=c1@example.com").json) == 1
    assert client.delete("/mails").status_code == 204
    assert client.get("/mails").json == []


def test_people_see_the_newest_first_and_no_markup_of_strangers_acts(box):
    box._mails.append(read("", ["c2@example.com"], an_email("<script>"), NINE))

    page = create_app(box).test_client().get("/").text

    assert page.index("c2@example.com") < page.index("c0@example.com")
    assert "<script>" not in page
    assert "c0@example.com" not in create_app(box).test_client().get("/?to=c1@example.com").text


def test_only_the_newest_are_kept(box):
    for _ in range(KEPT):
        box._mails.append(read("", ["x@example.com"], b"", NINE))

    assert len(box.newest()) == KEPT
    assert box.newest("c0@example.com") == []
