"""A person's browser: it subscribes, and reads what its push service was given for it."""

import base64
import json
import os

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02


def b64(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Device:
    """``service`` is a receiver that stands for the push service."""

    def __init__(self, service):
        self._service = service
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._auth = os.urandom(16)
        self.path = f"/hooks/{b64(os.urandom(12))}"
        self.origin = service.url.removesuffix("/hooks")
        self.endpoint = self.origin + self.path
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.subscription = {
            "endpoint": self.endpoint,
            "keys": {"p256dh": b64(point), "auth": b64(self._auth)},
        }

    @property
    def got(self):
        return [one for one in self._service.got if one.path == self.path]

    @property
    def shown(self):
        """What was pushed, decrypted with the keys that never left this device."""
        return [json.loads(self._read(one.body)) for one in self.got]

    def _read(self, body):
        return http_ece.decrypt(
            body, private_key=self._key, auth_secret=self._auth, version="aes128gcm"
        )


def signed_claims(got, public_key):
    """Return what the sender claims, after checking that the holder of *public_key* signed it."""
    scheme, _, rest = got.headers["Authorization"].partition(" ")
    parts = dict(part.split("=", 1) for part in rest.split(","))
    assert (scheme, parts["k"]) == ("vapid", public_key)
    assert Vapid02.verify(got.headers["Authorization"])
    header, claims, _ = parts["t"].split(".")
    assert json.loads(unb64(header)) == {"typ": "JWT", "alg": "ES256"}
    return json.loads(unb64(claims))
