"""Calls from being placed to being over, and the hands that answer them."""

import threading

from devstack.twilio.announcements import Announcer, call_status
from devstack.twilio.conversation import IN_PROGRESS, Conversation
from devstack.twilio.errors import Refused
from devstack.twilio.ledger import Ledger
from devstack.twilio.moments import now
from devstack.twilio.resources import Call, Script
from devstack.twilio.settings import Habits
from devstack.twilio.timetable import Timetable
from devstack.twilio.trouble import CallbackTrouble, Plan
from devstack.twilio.webhooks import Postman, Webhook

QUEUED = frozenset({"queued"})
RINGING = frozenset({"ringing"})
UNANSWERED = QUEUED | RINGING

SETTLE_SECONDS = 15.0


class Switchboard:
    """Places calls, rings, and hands an answered call over to its conversation.

    Nobody answers by themselves unless the settings say so: a test, or a person at the page, does.
    """

    def __init__(
        self, ledger: Ledger, habits: Habits, timetable: Timetable, postman: Postman
    ) -> None:
        self._ledger = ledger
        self._habits = habits
        self._timetable = timetable
        self._postman = postman
        # Held over a change and its announcement, so that a call is told of in its true order.
        self._turn = threading.Lock()
        self._announcers: dict[str, Announcer] = {}
        self._conversations: dict[str, Conversation] = {}

    def place(self, call: Call, plan: Plan) -> Call:
        trouble = plan.callbacks or CallbackTrouble()
        self._announcers[call.sid] = Announcer(call.sid, self._postman, self._timetable, trouble)
        self._ledger.add_call(call)
        end = plan.fate.status if plan.fate else None
        if trouble.early:
            self._ring(call.sid, end)
            self._postman.wait(call.sid, SETTLE_SECONDS)
        else:
            self._timetable.after(self._habits.current.ringing_after, self._ring, call.sid, end)
        return call

    def answer(self, sid: str, answered_by: str | None = None) -> Call:
        """Pick up; comes back once the call listens for keys or is over.

        Raises:
            Refused: the phone is not ringing.
        """
        who = answered_by or self._habits.current.answered_by
        detected = {"answered_by": who} if self._ledger.call(sid).detects_machine else {}
        self._ring(sid, None)
        with self._turn:
            answered = self._ledger.move_call(
                sid, only=RINGING, status="in-progress", answered=now(), **detected
            )
            if answered is None:
                raise Refused(21220)
            conversation = Conversation(answered, self._ledger, self._postman)
            self._conversations[sid] = conversation
            self._announce(answered, "answered")
        threading.Thread(
            target=conversation.run, args=(self._complete,), name=sid, daemon=True
        ).start()
        conversation.settle(SETTLE_SECONDS)
        return self._ledger.call(sid)

    def press(self, sid: str, digits: str) -> Call:
        """Press keys; comes back once the call listens again or is over.

        Raises:
            Refused: nobody is on the phone.
        """
        conversation = self._conversation(sid)
        conversation.press(digits)
        conversation.settle(SETTLE_SECONDS)
        return self._ledger.call(sid)

    def hang_up(self, sid: str) -> Call:
        """End a call: a ringing one is cancelled, an answered one completed."""
        if self._ledger.call(sid).status in UNANSWERED:
            return self.refuse(sid, "canceled")
        conversation = self._conversation(sid)
        conversation.hang_up()
        conversation.settle(SETTLE_SECONDS)
        return self._ledger.call(sid)

    def move(self, sid: str, script: Script) -> Call:
        """Put a live call on other instructions."""
        conversation = self._conversation(sid)
        self._ledger.move_call(sid, only=IN_PROGRESS, script=script)
        conversation.move(script)
        return self._ledger.call(sid)

    def refuse(self, sid: str, status: str) -> Call:
        """End a call that nobody answered, as ``busy``, ``no-answer``, ``failed`` or ``canceled``.

        Raises:
            Refused: it was answered, or is over.
        """
        call = self._end(sid, status, UNANSWERED)
        if call is None:
            raise Refused(21220)
        return call

    def _ring(self, sid: str, end: str | None) -> None:
        with self._turn:
            ringing = self._ledger.move_call(sid, only=QUEUED, status="ringing", started=now())
            if ringing is None:
                return
            self._announce(ringing, "initiated")
            self._announce(ringing, "ringing")
        habits = self._habits.current
        if end is not None and end != "completed":
            self._timetable.after(habits.answer_after, self._end, sid, end, UNANSWERED)
            return
        self._timetable.after(ringing.ring_seconds, self._end, sid, "no-answer", UNANSWERED)
        if habits.auto_answer:
            self._timetable.after(habits.answer_after, self._answer_by_itself, sid)

    def _answer_by_itself(self, sid: str) -> None:
        threading.Thread(target=self._answer_and_press, args=(sid,), daemon=True).start()

    def _answer_and_press(self, sid: str) -> None:
        try:
            self.answer(sid)
            for key in self._habits.current.auto_press:
                self.press(sid, key)
        except Refused:
            return

    def _complete(self, sid: str) -> None:
        self._end(sid, "completed", IN_PROGRESS)

    def _end(self, sid: str, status: str, only: frozenset[str]) -> Call | None:
        with self._turn:
            call = self._ledger.move_call(sid, only=only, status=status, ended_at=now())
            if call is not None:
                self._announce(call, "completed")
                self._announcers.pop(sid, None)
                self._conversations.pop(sid, None)
            return call

    def _announce(self, call: Call, event: str) -> None:
        announcer = self._announcers.get(call.sid)
        if announcer is None or not call.status_callback:
            return
        if event in call.status_callback_events:
            form = call_status(call, event, announcer.told)
            webhook = Webhook(call.status_callback, form, call.status_callback_method)
            announcer.tell(webhook, last=call.ended)

    def _conversation(self, sid: str) -> Conversation:
        self._ledger.call(sid)
        try:
            return self._conversations[sid]
        except KeyError:
            raise Refused(21220) from None
