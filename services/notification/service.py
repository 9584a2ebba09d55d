"""Notification's entrypoints: hear a fact, decide who is to be told, tell them once."""

from typing import Any

from nameko.containers import WorkerContext
from nameko.extensions import DependencyProvider

from common.bus.erasing import PersonCalls
from common.bus.providers import Asks, By, Config, Heard, Now, Planned, Store, Tells, Trace
from common.bus.requests import serves
from common.bus.retaining import RetentionCalls
from common.bus.sandbox import Pulse, SandboxCalls
from common.config import settings
from common.contracts import notification as contract
from common.errors import NotFound
from services.notification.calls.calling import Calling
from services.notification.calls.catching_up import CatchingUp
from services.notification.calls.climbing import Climbing
from services.notification.calls.coding import Coding
from services.notification.calls.consenting import Consenting
from services.notification.calls.contacts import Contacts
from services.notification.calls.counting import Counting
from services.notification.calls.delivering import Delivering
from services.notification.calls.devices import DeviceCalls
from services.notification.calls.following import Following
from services.notification.calls.forgetting import Forgetting
from services.notification.calls.hearing import Hearing
from services.notification.calls.noticing import Noticing
from services.notification.calls.receiving import Receiving
from services.notification.calls.releasing import Releasing
from services.notification.calls.replanning import Replanning
from services.notification.calls.resending import Resending
from services.notification.calls.retaining import RetainingWork
from services.notification.calls.sending import Sending
from services.notification.calls.staffing import Staffing
from services.notification.calls.talking import Talking
from services.notification.calls.watching import Watching
from services.notification.calls.webhook_health import WebhookHealthCalls
from services.notification.calls.wishing import Wishing
from services.notification.calls.wording import Wording
from services.notification.documents import as_reply
from services.notification.domain.messages import VOICE
from services.notification.domain.status import is_of
from services.notification.mail import SmtpMail
from services.notification.push_sender import WebPush
from services.notification.senders import SmsByPrefix, TwilioVoice
from services.notification.store import NotificationStore
from services.notification.store.erasing import NotificationPersons
from services.notification.store.retaining import NotificationRetention
from services.notification.webhook_store import WebhookStore


class Sms(DependencyProvider):
    """Inject the one way to send SMS; its connections are kept for the life of the process."""

    def setup(self) -> None:
        self.sms = SmsByPrefix(settings())

    def get_dependency(self, worker_ctx: WorkerContext) -> SmsByPrefix:
        return self.sms


class Mail(DependencyProvider):
    """Inject the one way to send e-mail."""

    def setup(self) -> None:
        self.mail = SmtpMail(settings())

    def get_dependency(self, worker_ctx: WorkerContext) -> SmtpMail:
        return self.mail


class Voice(DependencyProvider):
    """Inject the one way to call people by machine; kept as long as ``Sms``."""

    def setup(self) -> None:
        self.voice = TwilioVoice(settings())

    def get_dependency(self, worker_ctx: WorkerContext) -> TwilioVoice:
        return self.voice


class Push(DependencyProvider):
    """Inject the one way to tell people on their devices."""

    def setup(self) -> None:
        self.push = WebPush(settings())

    def get_dependency(self, worker_ctx: WorkerContext) -> WebPush:
        return self.push


class NotificationService(
    Hearing,
    Staffing,
    Noticing,
    Climbing,
    Sending,
    Following,
    Resending,
    Calling,
    Talking,
    Receiving,
    Wording,
    Watching,
    Wishing,
    Contacts,
    Consenting,
    Replanning,
    DeviceCalls,
    Delivering,
    CatchingUp,
    WebhookHealthCalls,
    Counting,
    Releasing,
    Coding,
    Forgetting,
    RetainingWork,
    PersonCalls,
    RetentionCalls,
    SandboxCalls,
):
    name = contract.SERVICE

    store = Store(NotificationStore)
    webhooks = Store(WebhookStore)
    persons = Store(NotificationPersons)
    letting_go = Store(NotificationRetention)
    sms = Sms()
    mail = Mail()
    push = Push()
    voice = Voice()
    config = Config()
    now = Now()
    by = By()
    trace = Trace()
    inbox = Heard()
    due = Planned()
    ask = Asks()
    tell = Tells("messages")
    tell_received = Tells("received")
    quiet = Pulse("messages", "received")

    @serves(contract.LIST)
    def list(
        self,
        store_id: str | None,
        booking_id: str | None,
        cursor: str | None,
        limit: int,
        customer_id: str | None = None,
    ) -> dict[str, Any]:
        """Return messages, newest first, of the stores that the caller may see (CF-15)."""
        if store_id is not None:
            self.by.must_see(store_id)
        seen = None if self.by.everywhere else self.by.stores
        stores = seen if store_id is None else {store_id}
        messages, next_cursor = self.store.newest(
            stores=stores,
            booking_id=booking_id,
            customer_id=customer_id,
            cursor=cursor,
            limit=limit,
        )
        with_phone = "customers:read" in self.by.may
        return {
            "messages": [as_reply(message, with_phone=with_phone) for message in messages],
            "next_cursor": next_cursor,
        }

    @serves(contract.STATUS)
    def status(
        self, message_id: str, attempt: str, sid: str, status: str, error_code: int | None
    ) -> dict[str, Any]:
        """Take Twilio's word on how far a message came, once and in any order (CF-15)."""
        message = self.store.together.message(message_id)
        if not is_of(message, attempt):
            raise NotFound(what="message", id=message_id)
        if message.channel == VOICE:
            return {"taken": self._call_moved(message, sid, status)}
        return {"taken": self._advance(message, sid, status, error_code)}
