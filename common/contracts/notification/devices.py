"""The devices on which people are told by Web Push."""

from marshmallow import fields, validate

from common.contracts.base import Call, Reply, Request
from common.contracts.notification.contacts import OfContact
from common.errors import Invalid, NotFound

SERVICE = "notification"
LONGEST_ENDPOINT = 2000


class DeviceKeys(Request):
    """Base64url, as a browser says them."""

    p256dh = fields.Str(required=True, validate=validate.Length(1, 200))
    auth = fields.Str(required=True, validate=validate.Length(1, 100))


class Subscribe(OfContact):
    """What a browser's ``PushSubscription`` holds; said again it is the same device."""

    endpoint = fields.Str(required=True, validate=validate.Length(1, LONGEST_ENDPOINT))
    keys = fields.Nested(DeviceKeys, required=True)


class OfDevice(OfContact):
    subscription_id = fields.Str(required=True)


class DeviceReply(Reply):
    """``push_service`` is whose it is; the endpoint itself is a secret and is not told."""

    id = fields.Str(required=True)
    push_service = fields.Str(required=True)
    since = fields.Str(required=True)


class Devices(Reply):
    """``public_key`` is what a browser names to subscribe; null where nobody is told this way."""

    public_key = fields.Str(required=True, allow_none=True)
    push_subscriptions = fields.List(fields.Nested(DeviceReply), required=True)


class Forgotten(Reply):
    """Nothing to say but that it was done."""


SUBSCRIBE = Call(
    SERVICE, "subscribe", Subscribe, DeviceReply, "messages:write", (NotFound, Invalid)
)
UNSUBSCRIBE = Call(SERVICE, "unsubscribe", OfDevice, Forgotten, "messages:write", (NotFound,))
DEVICES = Call(SERVICE, "devices", OfContact, Devices, "messages:read", (NotFound,), read=True)
CALLS = (SUBSCRIBE, UNSUBSCRIBE, DEVICES)
