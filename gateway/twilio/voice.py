"""What Twilio says in our calls, asked for at each turn of the talk; and how far they came."""

from flask import Blueprint, Flask, Response, request, url_for
from twilio.twiml.voice_response import Gather, VoiceResponse

from common.actor import Actor
from common.config import settings
from common.context import service_actor
from common.contracts.base import Call
from common.contracts.notification import SPEAK, STATUS
from common.errors import Invalid
from gateway import correlation, security
from gateway.bus import call_as
from gateway.twilio import check_signature

SPEAKERS = {
    "zh": ("zh-CN", "Polly.Zhiyu"),
    "zh-Hant": ("cmn-TW", "Google.cmn-TW-Standard-A"),
    "en": ("en-US", "Polly.Joanna"),
}
"""The language and the voice of each language that we speak."""

WAIT_SECONDS = 6
SORRY = {
    "zh": "抱歉，系统暂时无法办理，请直接致电门店。再见。",
    "en": "Sorry, we cannot help you by this call at the moment. Please call the store. Goodbye.",
}

voice = Blueprint("twilio_voice", __name__, url_prefix="/twilio/voice")
voice.before_request(check_signature)
security.csrf.exempt(voice)


def init_app(app: Flask) -> None:
    app.register_blueprint(voice)


@voice.post("/<message_id>")
def speak(message_id: str) -> Response:
    """Answer what to say next; where we cannot, Twilio goes by the fallback."""
    sid = _told("CallSid")
    token, turn = request.args.get("token", ""), request.args.get("turn", "0")
    if not turn.isdecimal() or len(turn) > 2:
        raise Invalid.of(turn="is no turn of a call")
    said = call_as(
        _us(SPEAK),
        SPEAK,
        message_id=message_id,
        token=token,
        call_sid=sid,
        turn=int(turn),
        digit=request.form.get("Digits", "")[:1],
        answered_by=request.form.get("AnsweredBy", ""),
    )
    response, (language, speaker) = VoiceResponse(), SPEAKERS[said["language"]]
    words: VoiceResponse | Gather = response
    if said["listens"]:
        action = url_for(".speak", message_id=message_id, token=token, turn=said["next_turn"])
        words = Gather(
            input="dtmf",
            num_digits=1,
            timeout=WAIT_SECONDS,
            finish_on_key="",
            action=settings().public_url.rstrip("/") + action,
            action_on_empty_result=True,
        )
        response.append(words)
    for place, sentence in enumerate(said["says"]):
        if place and said.get("pause"):
            words.pause(length=said["pause"])
        words.say(sentence, language=language, voice=speaker)
    if not said["listens"]:
        response.hangup()
    return _twiml(response)


@voice.post("/fallback")
def fallback() -> Response:
    """Say that we are sorry: neither the bus nor the database is asked."""
    response = VoiceResponse()
    for language, sentence in SORRY.items():
        spoken, speaker = SPEAKERS[language]
        response.say(sentence, language=spoken, voice=speaker)
    response.hangup()
    return _twiml(response)


@voice.post("/status/<message_id>")
def status(message_id: str) -> Response:
    """Pass on how far a call came; while nobody takes it, Twilio is asked to try again."""
    call_as(
        _us(STATUS),
        STATUS,
        message_id=message_id,
        attempt=request.args.get("attempt", ""),
        sid=_told("CallSid"),
        status=_told("CallStatus"),
        error_code=None,
    )
    return Response(status=204)


def _told(name: str) -> str:
    """Return what Twilio's form says under *name*.

    Raises:
        Invalid: nothing.
    """
    if not request.form.get(name):
        raise Invalid.of(**{name: "Missing."})
    return request.form[name]


def _us(call: Call) -> Actor:
    return service_actor("gateway", call.needs, correlation_id=correlation.current())


def _twiml(response: VoiceResponse) -> Response:
    return Response(str(response), content_type="text/xml")
