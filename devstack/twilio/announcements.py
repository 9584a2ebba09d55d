"""Status callbacks: what a message or call tells the product about itself as it moves on."""

from dataclasses import dataclass, field

from devstack.twilio.moments import now, rfc2822
from devstack.twilio.numbers import region
from devstack.twilio.resources import API_VERSION, Call, Message
from devstack.twilio.timetable import Timetable
from devstack.twilio.trouble import CallbackTrouble
from devstack.twilio.webhooks import Postman, Webhook

SIP_RESPONSES = {"completed": "200", "busy": "486", "no-answer": "487", "failed": "404"}


@dataclass
class Announcer:
    """Tells of one message or call, with whatever trouble its callbacks are in for."""

    line: str
    postman: Postman
    timetable: Timetable
    trouble: CallbackTrouble
    told: int = 0
    _held: list[Webhook] = field(default_factory=list)

    def tell(self, webhook: Webhook, *, last: bool) -> None:
        self.told += 1
        if self.trouble.lose:
            return
        self._held += [webhook] * (1 + self.trouble.duplicate)
        if self.trouble.reverse and not last:
            return
        due = reversed(self._held) if self.trouble.reverse else iter(self._held)
        for ready in due:
            if self.trouble.delay_seconds:
                self.timetable.after(
                    self.trouble.delay_seconds, self.postman.post, self.line, ready
                )
            else:
                self.postman.post(self.line, ready)
        self._held.clear()


def message_status(message: Message) -> dict[str, str]:
    """The form of a message's status callback."""
    form = {
        "AccountSid": message.account_sid,
        "ApiVersion": API_VERSION,
        "From": message.sender or "",
        "MessageSid": message.sid,
        "MessageStatus": message.status,
        "SmsSid": message.sid,
        "SmsStatus": message.status,
        "To": message.to,
    }
    if message.messaging_service_sid:
        form["MessagingServiceSid"] = message.messaging_service_sid
    if message.error_code is not None:
        form["ErrorCode"] = str(message.error_code)
    if message.status == "delivered":
        form["RawDlrDoneDate"] = f"{message.updated:%y%m%d%H%M}"
    return form


def inbound_message(message: Message, segments: int) -> dict[str, str]:
    """The form of a message that a customer wrote."""
    return {
        "AccountSid": message.account_sid,
        "ApiVersion": API_VERSION,
        "Body": message.body,
        "MessageSid": message.sid,
        "NumMedia": "0",
        "NumSegments": str(segments),
        "SmsMessageSid": message.sid,
        "SmsSid": message.sid,
        "SmsStatus": "received",
        **_end("From", message.sender or ""),
        **_end("To", message.to),
    }


def call_request(call: Call) -> dict[str, str]:
    """The form of a request for instructions: who calls whom, and how the call stands."""
    form = {
        "AccountSid": call.account_sid,
        "ApiVersion": API_VERSION,
        "CallSid": call.sid,
        "CallStatus": call.status,
        "Direction": call.direction,
        **_end("Called", call.to),
        **_end("Caller", call.sender),
        **_end("From", call.sender),
        **_end("To", call.to),
    }
    if call.answered_by:
        form["AnsweredBy"] = call.answered_by
    return form


def call_status(call: Call, event: str, sequence: int) -> dict[str, str]:
    """The form of a call's status callback; *sequence* counts the callbacks of this call from 0."""
    form = {
        **call_request(call),
        "CallbackSource": "call-progress-events",
        "SequenceNumber": str(sequence),
        "Timestamp": rfc2822(now()) or "",
    }
    if event == "initiated":
        form["CallStatus"] = "initiated"
    if call.ended:
        form["CallDuration"] = str(call.seconds)
        form["Duration"] = str(-(-call.seconds // 60))
        form["SipResponseCode"] = SIP_RESPONSES.get(call.status, "487")
    return form


def _end(name: str, number: str) -> dict[str, str]:
    """One end of the line; of where a number is, only the country is known."""
    return {
        name: number,
        f"{name}City": "",
        f"{name}Country": region(number),
        f"{name}State": "",
        f"{name}Zip": "",
    }
