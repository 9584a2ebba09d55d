"""Calls through the real Twilio library, and a customer who answers, presses and hangs up."""

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.twiml.voice_response import Gather, VoiceResponse

CUSTOMER = "+8613800000001"


def asks(action="/keys", **more):
    """The menu as the product will speak it: one key, in Chinese, asked for with silence too."""
    response = VoiceResponse()
    gather = Gather(
        **{
            "action": action,
            "num_digits": 1,
            "timeout": 5,
            "action_on_empty_result": True,
            **more,
        }
    )
    gather.say("确认请按1，取消请按2。", language="zh-CN", voice="Polly.Zhiyu")
    response.append(gather)
    return str(response)


def says(*texts):
    response = VoiceResponse()
    for text in texts:
        response.say(text)
    response.hangup()
    return str(response)


@pytest.fixture
def status_of(twilio_client):
    return lambda sid: twilio_client.calls(sid).fetch().status


def test_nobody_answers_until_told(stand_in, place_call, product, status_of, eventually):
    call = place_call(url=product.answer("/voice", asks()), timeout=25)
    assert call.status == "queued"

    eventually(lambda: status_of(call.sid) == "ringing")
    assert product.forms("/voice") == []
    assert stand_in.outbox()[-1]["heard"] is False


def test_an_answered_call_speaks_and_takes_a_key(stand_in, place_call, product, status_of):
    product.answer("/keys", says("已确认。"))
    call = place_call(url=product.answer("/voice", asks()), machine_detection="Enable")

    answered = stand_in.hand(call.sid, "answer")
    assert (answered["status"], answered["heard"]) == ("in-progress", True)
    assert answered["spoken"] == [
        {"text": "确认请按1，取消请按2。", "language": "zh-CN", "voice": "Polly.Zhiyu"}
    ]

    over = stand_in.hand(call.sid, "press", digits="1")
    assert over["status"] == status_of(call.sid) == "completed"
    assert over["body"] == "确认请按1，取消请按2。\n已确认。"
    assert over["pressed"] == "1"
    (instructions,) = product.forms("/voice")
    assert (instructions["CallStatus"], instructions["AnsweredBy"]) == ("in-progress", "human")
    (keys,) = product.forms("/keys")
    assert keys["Digits"] == "1"
    assert all(heard.signed for heard in product.heard)


def test_the_address_of_a_request_keeps_its_query_in_the_signature(stand_in, place_call, product):
    product.answer("/voice", says("Hello"))
    call = place_call(url=product.url + "/voice?token=a%2Bb&step=1")

    stand_in.hand(call.sid, "answer")

    (heard,) = product.heard
    assert heard.signed


def test_instructions_may_be_asked_for_by_get(stand_in, place_call, product):
    call = place_call(url=product.answer("/voice", says("Hello")), method="GET")

    told = stand_in.hand(call.sid, "answer")

    assert told["body"] == "Hello"
    (heard,) = product.heard
    assert heard.signed


def test_silence_goes_to_the_action_when_it_asks_for_that(
    stand_in, place_call, product, eventually, status_of
):
    product.answer("/keys", says("Goodbye"))
    call = place_call(url=product.answer("/voice", asks(timeout=1)))
    stand_in.hand(call.sid, "answer")

    eventually(lambda: status_of(call.sid) == "completed")
    (keys,) = product.forms("/keys")
    assert keys["Digits"] == ""


def test_silence_falls_through_to_what_follows(stand_in, place_call, eventually, status_of):
    twiml = (
        '<Response><Gather action="http://127.0.0.1:9/no" timeout="0"><Say>1?</Say></Gather>'
        "<Say>Nobody there</Say></Response>"
    )
    call = place_call(twiml=twiml)

    stand_in.hand(call.sid, "answer")

    eventually(lambda: status_of(call.sid) == "completed")
    assert stand_in.outbox()[-1]["body"] == "1?\nNobody there"


def test_the_finishing_key_ends_a_longer_answer(stand_in, place_call, product):
    product.answer("/keys", says("Thank you"))
    call = place_call(url=product.answer("/voice", asks(num_digits=4)))
    stand_in.hand(call.sid, "answer")

    stand_in.hand(call.sid, "press", digits="12#")

    (keys,) = product.forms("/keys")
    assert (keys["Digits"], keys["FinishedOnKey"]) == ("12", "#")


def test_a_key_that_repeats_the_menu_leads_back_to_it(stand_in, place_call, product):
    product.answer("/keys", "<Response><Redirect>/voice</Redirect></Response>")
    call = place_call(url=product.answer("/voice", asks()))
    stand_in.hand(call.sid, "answer")

    again = stand_in.hand(call.sid, "press", digits="9")

    assert again["status"] == "in-progress"
    assert len(again["spoken"]) == 2


def test_hanging_up_completes_the_call(stand_in, place_call, product, status_of, eventually):
    call = place_call(url=product.answer("/voice", asks()), status_callback=product.url + "/status")
    stand_in.hand(call.sid, "answer")

    stand_in.hand(call.sid, "hangup")

    (form,) = eventually(lambda: product.forms("/status"))
    assert status_of(call.sid) == form["CallStatus"] == "completed"
    assert (form["SequenceNumber"], form["CallDuration"]) == ("0", "1")


@pytest.mark.parametrize(("hand", "status"), [("hangup", "busy"), ("no-answer", "no-answer")])
def test_a_call_that_is_not_taken(
    stand_in, place_call, product, status_of, eventually, hand, status
):
    call = place_call(twiml=says("Hello"), status_callback=product.url + "/status")
    eventually(lambda: status_of(call.sid) == "ringing")

    stand_in.hand(call.sid, hand)

    assert status_of(call.sid) == status
    (form,) = eventually(lambda: product.forms("/status"))
    assert (form["CallStatus"], form["CallDuration"]) == (status, "0")
    assert stand_in.outbox()[-1]["heard"] is False


def test_a_phone_stops_ringing_after_its_time(place_call, status_of, eventually):
    call = place_call(twiml=says("Hello"), timeout=1)

    eventually(lambda: status_of(call.sid) == "no-answer")


def test_a_call_ends_at_its_time_limit(stand_in, place_call, status_of, eventually):
    call = place_call(twiml="<Response><Pause length='60'/></Response>", time_limit=1)

    stand_in.hand(call.sid, "answer")

    eventually(lambda: status_of(call.sid) == "completed")


@pytest.mark.parametrize(
    ("status", "result"), [("canceled", "canceled"), ("completed", "canceled")]
)
def test_the_product_cancels_a_ringing_call(twilio_client, place_call, status, result):
    call = place_call(twiml=says("Hello"))

    assert twilio_client.calls(call.sid).update(status=status).status == result


def test_the_product_ends_a_live_call(stand_in, twilio_client, place_call, product):
    call = place_call(url=product.answer("/voice", asks()))
    stand_in.hand(call.sid, "answer")

    assert twilio_client.calls(call.sid).update(status="completed").status == "completed"


def test_the_product_moves_a_live_call(
    stand_in, twilio_client, place_call, product, eventually, status_of
):
    call = place_call(url=product.answer("/voice", asks()))
    stand_in.hand(call.sid, "answer")

    twilio_client.calls(call.sid).update(twiml=says("We are closing"))

    eventually(lambda: status_of(call.sid) == "completed")
    assert stand_in.outbox()[-1]["body"].endswith("We are closing")


def test_a_call_that_is_over_takes_nothing_more(stand_in, twilio_client, place_call):
    call = place_call(twiml=says("Hello"))
    stand_in.hand(call.sid, "answer")

    with pytest.raises(TwilioRestException) as late:
        twilio_client.calls(call.sid).update(status="completed")
    assert late.value.code == 21220


def test_a_fallback_speaks_when_the_address_fails(stand_in, place_call, product):
    call = place_call(
        url=product.answer("/voice", "", 500),
        fallback_url=product.answer("/fallback", says("Please call us")),
    )

    told = stand_in.hand(call.sid, "answer")

    assert told["body"] == "Please call us"
    (form,) = product.forms("/fallback")
    assert (form["ErrorCode"], form["ErrorUrl"]) == ("11200", product.url + "/voice")


@pytest.mark.parametrize(
    "text", ["not xml", "<Other/>", "<Response><Enqueue>x</Enqueue></Response>"]
)
def test_what_is_no_twiml_ends_the_call_and_is_noted(stand_in, place_call, product, text):
    call = place_call(url=product.answer("/voice", text))

    told = stand_in.hand(call.sid, "answer")

    assert told["status"] == "completed"
    assert told["faults"][0].startswith("12100")


def test_a_machine_answers_as_told(stand_in, place_call, product):
    call = place_call(url=product.answer("/voice", says("Hello")), machine_detection="Enable")

    stand_in.hand(call.sid, "answer", answered_by="machine_start")

    (form,) = product.forms("/voice")
    assert form["AnsweredBy"] == "machine_start"


def test_customers_may_answer_and_press_by_themselves(
    stand_in, place_call, product, eventually, status_of
):
    stand_in.settings(auto_answer=True, auto_press="1")
    product.answer("/keys", says("已确认。"))

    call = place_call(url=product.answer("/voice", asks()))

    eventually(lambda: status_of(call.sid) == "completed")
    assert product.forms("/keys")[0]["Digits"] == "1"


def test_calls_are_listed_by_status(place_call, twilio_client, stand_in):
    somebody = "+8613900000088"
    over = place_call(twiml=says("Hello"), to=somebody)
    place_call(twiml=says("Hello"), to=somebody)
    stand_in.hand(over.sid, "answer")

    listed = twilio_client.calls.list(to=somebody, status="completed", limit=20)

    assert [call.sid for call in listed] == [over.sid]


def test_a_call_is_deleted_once_it_is_over(place_call, twilio_client, stand_in):
    call = place_call(twiml=says("Hello"))
    with pytest.raises(TwilioRestException) as early:
        twilio_client.calls(call.sid).delete()
    assert early.value.code == 20009

    stand_in.hand(call.sid, "answer")
    assert twilio_client.calls(call.sid).delete()
