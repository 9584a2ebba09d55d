"""What Twilio's refusals do to a message, and to the ones after it."""


def only_message(desk, **query):
    message, *_ = desk.messages(kind="confirmation", **query)
    return message


def test_a_number_that_is_none_fails_for_good(desk, twilio):
    twilio.trouble({"error": {"code": 21211}})
    desk.hear("booking_confirmed")

    desk.work()
    desk.let_pass(hours=1)

    assert desk.work() == 0
    message = only_message(desk)
    assert (message.state, message.why, message.error_code) == ("failed", "unreachable", 21211)
    (told,) = desk.told
    assert told["type"] == "message_failed"
    assert told["data"]["error_code"] == 21211


def test_after_an_opt_out_no_sms_goes_there_any_more(desk, twilio):  # negative 15
    twilio.trouble({"error": {"code": 21610}}, times=1)
    desk.hear("booking_confirmed")
    desk.work()
    assert (only_message(desk).state, only_message(desk).why) == ("suppressed", "opted_out")

    desk.hear("booking_confirmed", booking_id="b-2")
    desk.work()

    assert twilio.outbox() == []
    second = only_message(desk, booking_id="b-2")
    assert (second.state, second.why, second.attempts) == ("suppressed", "opted_out", 0)
    assert desk.told_types() == ["message_failed", "message_failed"]


def test_an_opt_out_silences_that_number_alone(desk, twilio):
    twilio.trouble({"error": {"code": 21610}}, to="+8613800138000")
    desk.hear("booking_confirmed")
    desk.hear("booking_confirmed", booking_id="b-2", customer={"phone": "+8613900139000"})

    desk.work()

    (sms,) = twilio.outbox()
    assert sms["to"] == "+8613900139000"


def test_a_number_that_opted_out_is_kept_as_a_hash_only(desk, twilio):
    twilio.trouble({"error": {"code": 21610}})
    desk.hear("booking_confirmed")
    desk.work()

    (kept,) = desk.database["opt_outs"].find()
    assert "13800138000" not in str(kept)


def test_too_many_requests_wait_as_long_as_twilio_asks(desk, twilio):
    twilio.trouble({"http_429": {"retry_after": 7}}, times=1)
    desk.hear("booking_confirmed")
    desk.work()
    assert (only_message(desk).state, only_message(desk).why) == ("pending", "carrier_busy")

    desk.let_pass(seconds=6)
    assert desk.work() == 0
    desk.let_pass(seconds=1)
    desk.work()

    assert len(twilio.outbox()) == 1


def test_trouble_with_our_account_keeps_every_message(desk, twilio):
    twilio.trouble({"error": {"code": 20003, "status": 401}}, times=2)
    desk.hear("booking_confirmed")

    for _ in range(3):
        desk.work()
        desk.let_pass(minutes=5)

    assert len(twilio.outbox()) == 1
    assert only_message(desk).attempts == 3


def test_a_message_kept_too_long_expires_with_its_visit(desk, twilio):  # RM-03
    twilio.trouble({"error": {"code": 20003, "status": 401}})
    desk.hear("booking_confirmed")
    desk.work()
    desk.clock = only_message(desk).start
    desk.let_pass(minutes=5)

    desk.work()

    assert (only_message(desk).state, only_message(desk).why) == ("expired", "too_late")
    assert "message_failed" in desk.told_types()
