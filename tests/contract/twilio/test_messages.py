"""Messages through the real Twilio library."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from twilio.base.exceptions import TwilioRestException

CUSTOMER = "+8613800000001"
SHOP = "+15005550006"
SERVICE = "MG" + "0" * 32


def test_a_message_is_queued_then_delivered(stand_in, send, twilio_client, eventually):
    message = send("您的预约已确认 Ref K7Q2")
    assert message.status == "queued"
    assert message.date_sent is None
    assert message.num_segments == "1"

    eventually(lambda: twilio_client.messages(message.sid).fetch().status == "delivered")
    (shown,) = stand_in.outbox()
    assert shown["heard"] is True
    assert (shown["kind"], shown["to"], shown["from"]) == ("sms", CUSTOMER, SHOP)
    assert (shown["body"], shown["sid"]) == ("您的预约已确认 Ref K7Q2", message.sid)


def test_a_lost_answer_is_found_by_recipient_date_and_reference(send, twilio_client):
    before = datetime.now(UTC)
    send("about something else")
    wanted = send("Ref Z9Z9")

    found = twilio_client.messages.list(
        to=CUSTOMER, date_sent_after=before - timedelta(minutes=1), limit=20
    )

    assert [each.sid for each in found if "Z9Z9" in each.body] == [wanted.sid]


@pytest.mark.parametrize(
    ("since", "found"), [(timedelta(0), True), (timedelta(days=1), False)], ids=["today", "later"]
)
def test_a_date_covers_its_whole_day(send, twilio_client, since, found):
    sid = send().sid
    day = (datetime.now(UTC) + since).strftime("%Y-%m-%d")

    listed = twilio_client.messages.list(to=CUSTOMER, date_sent_after=day, limit=200)

    assert (sid in {each.sid for each in listed}) is found


def test_pages_follow_each_other_without_loss_or_repetition(send, twilio_client):
    somebody = "+8613900000077"
    sids = [send(f"number {count}", to=somebody).sid for count in range(7)]

    paged = [each.sid for each in twilio_client.messages.stream(to=somebody, page_size=3)]

    assert paged == sids[::-1]


def test_a_page_leads_back_to_the_one_before(stand_in, send):
    somebody = "+8613900000078"
    for count in range(3):
        send(f"number {count}", to=somebody)

    first = stand_in.api("GET", "/Messages.json", params={"To": somebody, "PageSize": 2}).json()
    path = first["next_page_uri"].split("/Accounts/")[1][34:]
    second = stand_in.api("GET", path).json()

    assert first["previous_page_uri"] is None
    assert [each["body"] for each in second["messages"]] == ["number 0"]
    assert second["next_page_uri"] is None
    assert second["previous_page_uri"] == first["first_page_uri"]


def test_fifty_at_once_are_fifty_messages(stand_in, send):
    with ThreadPoolExecutor(50) as everybody:
        sids = set(everybody.map(lambda count: send(f"number {count}").sid, range(50)))

    assert len(sids) == 50
    assert {each["sid"] for each in stand_in.outbox()} == sids


def test_the_same_text_sent_twice_is_seen_twice(stand_in, send, eventually):
    send("Ref TWICE")
    send("Ref TWICE")

    eventually(lambda: sum(each["heard"] for each in stand_in.outbox()) == 2)


def test_the_outbox_is_filtered_and_emptied(stand_in, send):
    send("first")
    other = send("second", to="+8613900000079")
    moment = stand_in.outbox()[-1]["at"]

    assert [each["sid"] for each in stand_in.outbox(to="+8613900000079")] == [other.sid]
    assert [each["sid"] for each in stand_in.outbox(since=moment)] == [other.sid]
    stand_in.ask("DELETE", "/outbox")
    assert stand_in.outbox() == []


def test_the_library_raises_what_the_account_refuses(send):
    with pytest.raises(TwilioRestException) as refused:
        send(to="+15005550001")

    assert (refused.value.code, refused.value.status) == (21211, 400)


def test_a_redacted_message_keeps_its_place_and_loses_its_words(
    stand_in, send, twilio_client, eventually
):
    sid = send("a secret").sid
    eventually(lambda: twilio_client.messages(sid).fetch().status == "delivered")

    assert twilio_client.messages(sid).update(body="").body == ""
    assert stand_in.outbox()[-1]["body"] == "a secret"


def test_a_message_under_way_can_be_neither_redacted_nor_deleted(stand_in, send, twilio_client):
    stand_in.settings(sending_after=5)
    sid = send().sid

    with pytest.raises(TwilioRestException) as refused:
        twilio_client.messages(sid).update(body="")
    assert refused.value.code == 20009
    with pytest.raises(TwilioRestException) as refused:
        twilio_client.messages(sid).delete()
    assert refused.value.code == 20009


def test_a_deleted_message_is_gone(send, twilio_client, eventually):
    sid = send().sid
    eventually(lambda: twilio_client.messages(sid).fetch().status == "delivered")

    assert twilio_client.messages(sid).delete()
    with pytest.raises(TwilioRestException) as gone:
        twilio_client.messages(sid).fetch()
    assert (gone.value.code, gone.value.status) == (20404, 404)


def _scheduled(ahead):
    moment = datetime.now(UTC) + ahead
    return {"messaging_service_sid": SERVICE, "schedule_type": "fixed", "send_at": moment}


def test_a_scheduled_message_is_cancelled_before_it_leaves(stand_in, send, twilio_client):
    message = send(**_scheduled(timedelta(hours=1)))
    assert (message.status, message.num_segments) == ("scheduled", "0")

    assert twilio_client.messages(message.sid).update(status="canceled").status == "canceled"
    with pytest.raises(TwilioRestException) as late:
        twilio_client.messages(message.sid).update(status="canceled")
    assert late.value.code == 30409
    assert stand_in.outbox()[-1]["heard"] is False


@pytest.mark.parametrize("ahead", [timedelta(minutes=14), timedelta(days=35, minutes=1)])
def test_a_message_is_scheduled_a_quarter_hour_to_35_days_ahead(send, ahead):
    with pytest.raises(TwilioRestException) as refused:
        send(**_scheduled(ahead))

    assert refused.value.code == 35114


def test_a_message_by_a_service_starts_accepted(send, twilio_client, eventually):
    message = send(messaging_service_sid=SERVICE)

    assert (message.status, message.num_segments) == ("accepted", "0")
    eventually(lambda: twilio_client.messages(message.sid).fetch().status == "delivered")


@pytest.mark.parametrize("word", ["STOP", " stop ", "Unsubscribe", "CANCEL", "REVOKE", "optout"])
def test_a_stop_word_stops_messages_until_a_start_word(stand_in, send, word):
    stand_in.write("START")
    stand_in.ask("DELETE", "/outbox")

    stand_in.write(word)
    with pytest.raises(TwilioRestException) as refused:
        send()
    assert refused.value.code == 21610
    (reply,) = stand_in.outbox()
    assert (reply["to"], reply["from"], reply["direction"]) == (CUSTOMER, SHOP, "outbound-reply")

    stand_in.write("START")
    assert send().status == "queued"


@pytest.mark.parametrize("text", ["STOP please", "1", "please cancel"])
def test_only_a_single_word_stops(stand_in, send, text):
    stand_in.write(text)

    assert send().status == "queued"


def test_help_is_answered_by_the_account_itself(stand_in):
    stand_in.write("help")

    (reply,) = stand_in.outbox()
    assert "STOP" in reply["body"]


def test_what_a_customer_writes_reaches_the_product_signed(stand_in, product):
    stand_in.settings(sms_webhook=product.url + "/sms")

    told = stand_in.write("1")

    (heard,) = product.heard
    assert heard.signed
    assert heard.form["Body"] == "1"
    assert heard.form["MessageSid"] == told["sid"]
    assert (heard.form["From"], heard.form["FromCountry"]) == (CUSTOMER, "CN")
    assert told["webhook_status"] == 204


def test_a_stop_word_reaches_the_product_too(stand_in, product):
    stand_in.write("STOP", webhook_url=product.url + "/sms")
    stand_in.write("START", webhook_url=product.url + "/sms")

    assert [form["Body"] for form in product.forms("/sms")] == ["STOP", "START"]


def test_the_product_may_answer_a_customer_with_a_message(stand_in, product):
    reply = "<Response><Message>Confirmed, thank you.</Message></Response>"

    told = stand_in.write("1", webhook_url=product.answer("/sms", reply))

    (shown,) = stand_in.outbox()
    assert (shown["sid"], shown["body"]) == (told["replies"][0], "Confirmed, thank you.")
