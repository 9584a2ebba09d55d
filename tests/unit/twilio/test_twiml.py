import pytest
from twilio.twiml.messaging_response import MessagingResponse
from twilio.twiml.voice_response import Gather as LibraryGather
from twilio.twiml.voice_response import VoiceResponse

from devstack.twilio.twiml import (
    BadTwiml,
    Gather,
    Hangup,
    Pause,
    Play,
    Redirect,
    Reply,
    Say,
    parse,
)


def test_the_librarys_own_documents_are_understood():
    response = VoiceResponse()
    gather = LibraryGather(
        input="dtmf", action="/keys?t=a&n=1", num_digits=1, timeout=6, action_on_empty_result=True
    )
    gather.say("确认请按1。", language="zh-CN", voice="Polly.Zhiyu")
    gather.pause(length=2)
    response.append(gather)
    response.play("http://127.0.0.1/hold.mp3")
    response.redirect("/again", method="GET")
    response.hangup()

    assert parse(str(response)) == [
        Gather(
            action="/keys?t=a&n=1",
            digits=1,
            seconds=6.0,
            even_if_empty=True,
            prompts=(Say("确认请按1。", "zh-CN", "Polly.Zhiyu"), Pause(2.0)),
        ),
        Play("http://127.0.0.1/hold.mp3"),
        Redirect("/again", "GET"),
        Hangup(),
    ]


def test_a_gather_without_attributes_waits_five_seconds_for_any_keys():
    assert parse("<Response><Gather/></Response>") == [
        Gather(action="", method="POST", digits=0, seconds=5.0, finish="#", even_if_empty=False)
    ]


def test_a_reply_is_read_with_or_without_a_body_element():
    response = MessagingResponse()
    response.message("Thank you")

    assert parse(str(response)) == [Reply("Thank you")]
    assert parse("<Response><Message><Body>Thank you</Body></Message></Response>") == [
        Reply("Thank you")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "<Response>",
        "<Say>no response around it</Say>",
        "<Response><Dance/></Response>",
        "<Response><Gather><Hangup/></Gather></Response>",
        "<Response><Pause length='soon'/></Response>",
    ],
)
def test_what_a_call_could_not_follow_is_refused(text):
    with pytest.raises(BadTwiml):
        parse(text)
