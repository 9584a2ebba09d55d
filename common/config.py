"""Settings: read once, checked at start, frozen after.

``python -m common.config`` prints what a process would run with, secrets left out.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any, Self
from urllib.parse import urlsplit

from environs import Env, EnvValidationError

from common import data_keys
from common.secret_files import file_named, gathered
from common.sms_routes import TENCENT, fault_of, routes_of

PREFIX = "SLIPBOARD_"
UNPREFIXED = {
    "twilio_account_sid": "TWILIO_ACCOUNT_SID",
    "twilio_auth_token": "TWILIO_AUTH_TOKEN",
    "twilio_from": "TWILIO_FROM",
}
CLOCKS = ("real", "sandbox")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
SECRET_LENGTH = 32
TOTP = ("required", "offered")
OIDC = ("oidc_issuer", "oidc_client_id", "oidc_client_secret")
"""What logging in by another system needs, all or none of it."""
MAIL_SCHEMES = ("smtp", "smtp+starttls", "smtps")
FITTING: dict[str, tuple[Callable[[Any], bool], str]] = {
    "clock": (lambda clock: clock in CLOCKS, f"not one of {', '.join(CLOCKS)}"),
    "secret": (
        lambda secret: len(secret) >= SECRET_LENGTH,
        f"shorter than {SECRET_LENGTH} characters",
    ),
    "log_level": (lambda level: level in LEVELS, f"not one of {', '.join(LEVELS)}"),
    "ops_port": (lambda port: 0 <= port < 65_536, "not a port"),
    "gateway_workers": (lambda number: number > 0, "not above 0"),
    "gateway_threads": (lambda number: number > 0, "not above 0"),
    "gateway_proxies": (lambda number: number >= 0, "below 0"),
    "smtp_url": (
        lambda url: not url or _names_server(url, MAIL_SCHEMES),
        f"not the address of a mail server ({', '.join(MAIL_SCHEMES)})",
    ),
    "mail_from": (lambda address: not address or "@" in address, "not an address"),
    "tencent_url": (
        lambda url: not url or _names_server(url, ("http", "https")),
        "not the address of a server (http, https)",
    ),
    "tencent_callback_token": (
        lambda token: not token or len(token) >= SECRET_LENGTH,
        f"shorter than {SECRET_LENGTH} characters",
    ),
    "payments_url": (
        lambda url: not url or _names_server(url, ("http", "https")),
        "not the address of a server (http, https)",
    ),
    "payments_secret": (
        lambda secret: not secret or len(secret) >= SECRET_LENGTH,
        f"shorter than {SECRET_LENGTH} characters",
    ),
    "vapid_private_key": (
        lambda key: not key or bool(re.fullmatch("[A-Za-z0-9_-]{43}", key)),
        "not a key as `python -m services.notification vapid-keys` draws it",
    ),
    "totp": (lambda policy: policy in TOTP, f"not one of {', '.join(TOTP)}"),
    "oidc_issuer": (
        lambda url: not url or _is_safe(url),
        "not an https address (http only for this machine itself)",
    ),
    "vapid_subject": (
        lambda subject: not subject or subject.startswith(("mailto:", "https://")),
        "not mailto: or https://",
    ),
}
"""What a value must hold to, and what is said when it does not."""

OF_SENDER = {
    TENCENT: ("tencent_secret_id", "tencent_secret_key", "tencent_app_id", "tencent_templates"),
}
"""What a sender of SMS cannot do without, once a route names it."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One environment variable a field: ``mongo_uri`` is ``SLIPBOARD_MONGO_URI``.

    Twilio's three keep the names its users know.  What is not to be printed is a secret, and
    may lie in a file that ``SLIPBOARD_..._FILE`` names.
    """

    mongo_uri: str = field(default="mongodb://127.0.0.1:27017/?replicaSet=rs0", repr=False)
    amqp_uri: str = field(default="pyamqp://guest:guest@127.0.0.1:5672//", repr=False)
    database_prefix: str = "slipboard"
    clock: str = "real"
    secret: str = field(default="", repr=False)
    data_keys: str = field(default="", repr=False)
    public_url: str = "http://127.0.0.1:8000"
    log_level: str = "INFO"
    ops_host: str = "127.0.0.1"
    ops_port: int = 0
    gateway_bind: str = "127.0.0.1:8000"
    gateway_workers: int = 2
    gateway_threads: int = 16
    gateway_proxies: int = 0
    gateway_names: str = ""
    api_docs: bool = True
    webhook_loopback: bool = False
    twilio_url: str = ""
    twilio_account_sid: str = ""
    twilio_auth_token: str = field(default="", repr=False)
    twilio_from: str = ""
    sms_routes: str = ""
    tencent_url: str = ""
    tencent_region: str = "ap-guangzhou"
    tencent_secret_id: str = ""
    tencent_secret_key: str = field(default="", repr=False)
    tencent_app_id: str = ""
    tencent_templates: str = ""
    tencent_callback_token: str = field(default="", repr=False)
    smtp_url: str = ""
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    mail_from: str = ""
    payments_url: str = ""
    payments_key: str = field(default="", repr=False)
    payments_secret: str = field(default="", repr=False)
    vapid_private_key: str = field(default="", repr=False)
    vapid_subject: str = ""
    totp: str = "required"
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    oidc_claim: str = "preferred_username"

    @classmethod
    def from_env(cls) -> Self:
        """Read every setting, or say everything that is wrong in one go.

        Raises:
            SystemExit: an unknown ``SLIPBOARD_`` variable, or a value that does not fit.
        """
        names = {
            one.name: UNPREFIXED.get(one.name, PREFIX + one.name.upper()) for one in fields(cls)
        }
        secret = [names[one.name] for one in fields(cls) if not one.repr]
        filed, unusable = gathered(secret, os.environ)
        env = Filed(filed)
        read: dict[Any, Any] = {int: env.int, str: env.str, bool: env.bool}
        found = {one.name: read[one.type](names[one.name], one.default) for one in fields(cls)}
        wrong = [
            f"{name} is not a setting"
            for name in sorted(os.environ)
            if name.startswith(PREFIX) and name not in {*names.values(), *map(file_named, secret)}
        ]
        wrong += [f"{name}: {fault}" for name, fault in unusable.items()]
        try:
            env.seal()
        except EnvValidationError as error:
            wrong += [f"{name}: {' '.join(faults)}" for name, faults in _faults(error)]
        wrong += [
            f"{names[field]}: {complaint}"
            for field, (fits, complaint) in FITTING.items()
            if found[field] is not None and not fits(found[field])
            if file_named(names[field]) not in unusable
        ]
        if found["webhook_loopback"] and found["clock"] != "sandbox":
            wrong.append(f"{names['webhook_loopback']}: for a sandbox only, by its clock")
        if bool(found["smtp_url"]) != bool(found["mail_from"]):
            wrong.append(f"{names['smtp_url']} and {names['mail_from']}: one without the other")
        if bool(found["payments_url"]) != bool(found["payments_key"]):
            both = f"{names['payments_url']} and {names['payments_key']}"
            wrong.append(f"{both}: one without the other")
        wrong += _unroutable(found, names)
        if fault := data_keys.fault_of(found["data_keys"]):
            wrong.append(f"{names['data_keys']}: {fault}")
        if bool(found["vapid_private_key"]) != bool(found["vapid_subject"]):
            both = f"{names['vapid_private_key']} and {names['vapid_subject']}"
            wrong.append(f"{both}: one without the other")
        if len({bool(found[name]) for name in OIDC}) > 1:
            wrong.append(f"{', '.join(names[name] for name in OIDC)}: all of them or none")
        if wrong:
            raise SystemExit("bad configuration:\n  " + "\n  ".join(wrong))
        return cls(**found)


class Filed(Env):
    """The environment, with what was read from files in its place."""

    def __init__(self, filed: Mapping[str, str]) -> None:
        super().__init__(eager=False)
        self._filed = filed

    def _get_value(self, env_key: str, default: Any) -> Any:
        return self._filed.get(env_key) or super()._get_value(env_key, default)


def _unroutable(found: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    """Return why SMS cannot be routed so: a route that is none, a sender that lacks something."""
    if fault := fault_of(found["sms_routes"]):
        return [f"{names['sms_routes']}: {fault}"]
    return [
        f"{names[lacking]}: missing, and {names['sms_routes']} names {sender}"
        for sender in sorted(set(routes_of(found["sms_routes"]).values()))
        for lacking in OF_SENDER.get(sender, ())
        if not found[lacking]
    ]


def _is_safe(url: str) -> bool:
    """Say whether nobody can listen in on what is said to *url*."""
    host = urlsplit(url).hostname if _names_server(url, ("http", "https")) else None
    return host is not None and (url.startswith("https://") or host in ("127.0.0.1", "::1"))


def _names_server(url: str, schemes: tuple[str, ...]) -> bool:
    try:
        named = urlsplit(url)
        return named.scheme in schemes and bool(named.hostname) and named.port != 0
    except ValueError:
        return False


def _faults(error: EnvValidationError) -> list[tuple[str, list[str]]]:
    said = error.error_messages
    return list(said.items()) if isinstance(said, Mapping) else [("environment", list(said))]


@cache
def settings() -> Settings:
    """Return this process's settings, read at the first call."""
    return Settings.from_env()


if __name__ == "__main__":
    print(Settings.from_env())
