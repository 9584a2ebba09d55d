"""One answered call: instructions are fetched and followed until somebody hangs up."""

import threading
import time
from collections.abc import Callable
from queue import Empty, Queue
from urllib.parse import urljoin

from devstack.twilio import twiml
from devstack.twilio.announcements import call_request
from devstack.twilio.ledger import Ledger
from devstack.twilio.resources import Call, Script, Spoken
from devstack.twilio.webhooks import Answer, Postman, Webhook

IN_PROGRESS = frozenset({"in-progress"})
MOST_DOCUMENTS = 100


class _Over(Exception):
    """Somebody hung up, or the call ran into its time limit."""


class _Elsewhere(Exception):
    """The product moved the live call to other instructions."""

    def __init__(self, script: Script) -> None:
        self.script = script
        super().__init__(script.url)


class _NoInstructions(Exception):
    """Neither the address nor its fallback gave a document that can be followed."""


class Conversation:
    """The callee's end of one call.  It runs on a thread of its own until the call is over.

    Speaking takes no time; pauses and waiting for keys take as long as they say.
    """

    def __init__(self, call: Call, ledger: Ledger, postman: Postman) -> None:
        self._sid = call.sid
        self._script = call.script
        self._address = call.script.url
        self._ledger = ledger
        self._postman = postman
        self._heard: Queue[str | Exception] = Queue()
        self._at_rest = threading.Event()
        self._deadline = time.monotonic() + call.time_limit

    def run(self, ended: Callable[[str], None]) -> None:
        """Follow the instructions to their end, then tell *ended*."""
        script = self._script
        try:
            while True:
                try:
                    self._follow(script)
                    break
                except _Elsewhere as elsewhere:
                    script = elsewhere.script
        except _Over:
            pass
        except _NoInstructions as fault:
            self._note(str(fault))
        finally:
            ended(self._sid)
            self._at_rest.set()

    def press(self, digits: str) -> None:
        self._at_rest.clear()
        for digit in digits:
            self._heard.put(digit)

    def hang_up(self) -> None:
        self._at_rest.clear()
        self._heard.put(_Over())

    def move(self, script: Script) -> None:
        self._at_rest.clear()
        self._heard.put(_Elsewhere(script))

    def settle(self, seconds: float) -> bool:
        """Wait until the call listens for keys or is over; False after *seconds*."""
        return self._at_rest.wait(seconds)

    def _follow(self, script: Script) -> None:
        self._address = script.url
        if script.url:
            verbs = self._fetch(Webhook(script.url, self._form(), script.method), script)
        else:
            verbs = self._read(Answer(200, script.twiml))
        for _ in range(MOST_DOCUMENTS):
            following = self._perform(verbs)
            if following is None:
                return
            self._address = following.url
            verbs = self._fetch(following, script)
        raise _NoInstructions(f"gave up after {MOST_DOCUMENTS} documents")

    def _perform(self, verbs: list[twiml.Verb]) -> Webhook | None:
        """Do what the document says; the request that fetches the next one, if any."""
        for verb in verbs:
            match verb:
                case twiml.Say() | twiml.Play() | twiml.Pause():
                    self._speak(verb)
                case twiml.Gather():
                    digits, finish = self._gather(verb)
                    if digits or verb.even_if_empty:
                        form = self._form(Digits=digits, FinishedOnKey=finish, msg="Gather End")
                        return Webhook(self._absolute(verb.action), form, verb.method)
                case twiml.Redirect():
                    return Webhook(self._absolute(verb.url), self._form(), verb.method)
                case twiml.Hangup():
                    return None
                case twiml.Reply():
                    raise _NoInstructions("12200: a call cannot send a Message")
        return None

    def _speak(self, verb: twiml.Say | twiml.Play | twiml.Pause) -> None:
        match verb:
            case twiml.Say(text, language, voice):
                self._keep(Spoken(text=text, language=language, voice=voice))
            case twiml.Play(url):
                self._keep(Spoken(text=f"♪ {url}"))
            case twiml.Pause(seconds):
                self._sleep(seconds)

    def _gather(self, verb: twiml.Gather) -> tuple[str, str]:
        """The keys pressed in answer, and the key that ended them."""
        for prompt in verb.prompts:
            self._speak(prompt)
        digits = ""
        while not verb.digits or len(digits) < verb.digits:
            key = self._hear(verb.seconds)
            if key is None:
                return digits, ""
            self._pressed(key)
            if key == verb.finish:
                return digits, key
            digits += key
        return digits, ""

    def _hear(self, seconds: float) -> str | None:
        """The next key, or None after *seconds* of silence."""
        if self._heard.empty():
            self._at_rest.set()
        return self._next(seconds)

    def _sleep(self, seconds: float) -> None:
        """Wait out a pause; keys pressed meanwhile are kept for the next question."""
        until = time.monotonic() + seconds
        early: list[str] = []
        while (left := until - time.monotonic()) > 0:
            key = self._next(left)
            if key is not None:
                early.append(key)
        for key in early:
            self._heard.put(key)

    def _next(self, seconds: float) -> str | None:
        left = self._deadline - time.monotonic()
        try:
            heard = self._heard.get(timeout=max(min(seconds, left), 0))
        except Empty:
            if left <= seconds:
                raise _Over from None
            return None
        if isinstance(heard, Exception):
            raise heard
        return heard

    def _fetch(self, webhook: Webhook, script: Script) -> list[twiml.Verb]:
        answer = self._postman.deliver(webhook)
        try:
            return self._read(answer)
        except _NoInstructions as fault:
            if not script.fallback_url or webhook.url == script.fallback_url:
                raise
            self._note(str(fault))
            form = self._form(ErrorCode=str(fault).partition(":")[0], ErrorUrl=webhook.url)
            self._address = script.fallback_url
            fallback = Webhook(script.fallback_url, form, script.fallback_method)
            return self._read(self._postman.deliver(fallback))

    def _read(self, answer: Answer) -> list[twiml.Verb]:
        if not answer.good:
            raise _NoInstructions(f"11200: the address answered {answer.status or answer.fault}")
        if not answer.text.strip():
            return []
        try:
            return twiml.parse(answer.text)
        except twiml.BadTwiml as fault:
            raise _NoInstructions(f"12100: {fault}") from None

    def _absolute(self, url: str) -> str:
        return urljoin(self._address, url)

    def _form(self, **more: str) -> dict[str, str]:
        return {**call_request(self._ledger.call(self._sid)), **more}

    def _keep(self, spoken: Spoken) -> None:
        so_far = self._ledger.call(self._sid).spoken
        self._ledger.move_call(self._sid, only=IN_PROGRESS, spoken=(*so_far, spoken))

    def _pressed(self, key: str) -> None:
        so_far = self._ledger.call(self._sid).pressed
        self._ledger.move_call(self._sid, only=IN_PROGRESS, pressed=so_far + key)

    def _note(self, fault: str) -> None:
        so_far = self._ledger.call(self._sid).faults
        self._ledger.move_call(self._sid, only=IN_PROGRESS, faults=(*so_far, fault))
