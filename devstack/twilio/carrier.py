"""What becomes of a message once the account has taken it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from devstack.twilio.announcements import Announcer, inbound_message, message_status
from devstack.twilio.ledger import Ledger
from devstack.twilio.moments import now
from devstack.twilio.resources import MESSAGE_ENDED, Message, new_sid, segments
from devstack.twilio.settings import Habits
from devstack.twilio.timetable import Timetable
from devstack.twilio.trouble import CallbackTrouble, Fate, Plan
from devstack.twilio.webhooks import Answer, Postman, Webhook

STOP_WORDS = frozenset(
    {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}
)
START_WORDS = frozenset({"START", "YES", "UNSTOP"})
HELP_WORDS = frozenset({"HELP", "INFO"})

STOP_REPLY = (
    "You are unsubscribed and get no more messages from this number. START brings them back."
)
START_REPLY = "You are subscribed again to messages from this number. HELP for help, STOP to end."
HELP_REPLY = "Reply STOP to unsubscribe. Message and data rates may apply."

EARLY_SECONDS = 5.0


class Carrier:
    """Moves messages towards their handsets, tells of every step, and brings the replies."""

    def __init__(
        self,
        account_sid: str,
        ledger: Ledger,
        habits: Habits,
        timetable: Timetable,
        postman: Postman,
    ) -> None:
        self._account_sid = account_sid
        self._ledger = ledger
        self._habits = habits
        self._timetable = timetable
        self._postman = postman

    def send(self, message: Message, plan: Plan, *, at: datetime | None = None) -> Message:
        """Take *message* and start it on its way, at once or *at* a moment ahead.

        With early callbacks the whole way is gone, and told, before this comes back.
        """
        self._ledger.add_message(message)
        trouble = plan.callbacks or CallbackTrouble()
        announcer = Announcer(message.sid, self._postman, self._timetable, trouble)
        steps = self._steps(message, plan.fate)
        if trouble.early:
            for step, _ in steps:
                self._move(message.sid, step, announcer)
            self._postman.wait(message.sid, EARLY_SECONDS)
        else:
            wait = (at - now()).total_seconds() if at else 0.0
            self._timetable.after(wait + steps[0][1], self._advance, message.sid, steps, announcer)
        return message

    def cancel(self, sid: str) -> Message | None:
        """Withdraw a scheduled message; None when it has left already."""
        unless = MESSAGE_ENDED | {"accepted", "queued", "sending", "sent"}
        message = self._ledger.move_message(sid, unless=unless, status="canceled")
        if message is not None and message.status_callback:
            self._postman.post(sid, Webhook(message.status_callback, message_status(message)))
        return message

    def receive(self, *, sender: str, to: str, body: str, webhook: str) -> tuple[Message, Answer]:
        """A customer wrote: keep the opt-out words, tell the product, and bring its answer."""
        moment = now()
        message = Message(
            sid=new_sid("SM"),
            account_sid=self._account_sid,
            to=to,
            sender=sender,
            body=body,
            status="received",
            direction="inbound",
            created=moment,
            updated=moment,
            sent=moment,
        )
        self._ledger.add_message(message)
        self._mind_keywords(message)
        if not webhook:
            return message, Answer(0, fault="no webhook")
        form = inbound_message(message, segments(body))
        return message, self._postman.deliver(Webhook(webhook, form))

    def reply(self, to_message: Message, body: str) -> Message | None:
        """The account's own words back to a customer; None when the customer opted out."""
        ours, theirs = to_message.to, to_message.sender or ""
        if self._ledger.opted_out(ours=ours, theirs=theirs):
            return None
        return self._reply(ours, theirs, body)

    def _reply(self, ours: str, theirs: str, body: str) -> Message:
        moment = now()
        message = Message(
            sid=new_sid("SM"),
            account_sid=self._account_sid,
            to=theirs,
            sender=ours,
            body=body,
            status="queued",
            direction="outbound-reply",
            created=moment,
            updated=moment,
        )
        return self.send(message, Plan())

    def _mind_keywords(self, message: Message) -> None:
        """The single words that every Twilio number understands by itself."""
        ours, theirs = message.to, message.sender or ""
        word = message.body.strip().upper()
        if word in STOP_WORDS and self._ledger.opt_out(ours=ours, theirs=theirs):
            self._reply(ours, theirs, STOP_REPLY)
        elif word in START_WORDS and self._ledger.opt_in(ours=ours, theirs=theirs):
            self._reply(ours, theirs, START_REPLY)
        elif word in HELP_WORDS and not self._ledger.opted_out(ours=ours, theirs=theirs):
            self._reply(ours, theirs, HELP_REPLY)

    def _steps(self, message: Message, fate: Fate | None) -> list[tuple[dict[str, Any], float]]:
        """The changes ahead of *message*, each with the seconds that pass before it."""
        habits = self._habits.current
        fate = fate or Fate(status="delivered")
        steps: list[tuple[dict[str, Any], float]] = []
        if message.status in {"accepted", "scheduled"}:
            steps.append(({"status": "queued"}, habits.sending_after))
        end = {"status": fate.status, "error_code": fate.error_code}
        if fate.status == "failed":
            return [*steps, (end, habits.sending_after)]
        return [
            *steps,
            ({"status": "sending"}, habits.sending_after),
            ({"status": "sent"}, habits.sent_after),
            (end, habits.delivered_after),
        ]

    def _advance(
        self, sid: str, steps: Sequence[tuple[dict[str, Any], float]], announcer: Announcer
    ) -> None:
        (step, _), *rest = steps
        if self._move(sid, step, announcer) and rest:
            self._timetable.after(rest[0][1], self._advance, sid, rest, announcer)

    def _move(self, sid: str, step: dict[str, Any], announcer: Announcer) -> bool:
        if step["status"] == "sent":
            step = {**step, "sent": now()}
        message = self._ledger.move_message(sid, unless=MESSAGE_ENDED, **step)
        if message is None:
            return False
        if message.status_callback:
            form = message_status(message)
            announcer.tell(Webhook(message.status_callback, form), last=message.ended)
        return True
