"""Which processes make up a stack, with which commands and settings."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from devstack import mainland
from devstack.credentials import Credentials
from devstack.payments import account
from devstack.ports import Ports, next_free
from devstack.processes import Process
from devstack.ways_in import WaysIn

SERVICES = ("booking", "notification", "followup", "reporting")
_FROM = "+15005550006"  # Twilio's own number for trying things out
_MAIL_FROM = "desk@slipboard.example"
_SERVERS = ("SLIPBOARD_MONGO_URI", "SLIPBOARD_AMQP_URI")
_REAL_TWILIO = ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_FROM")


def real_twilio_named() -> bool:
    """Say whether the environment names an account at the real Twilio."""
    return all(os.environ.get(name) for name in _REAL_TWILIO)


class Fleet:
    """Stand-ins for Twilio and payments, mail catcher, `replicas` of each service, one gateway.

    None of them is started yet.

    `public_port` is the gateway's port or the first one to try; without one any free port does.
    With `real_twilio` there is no stand-in, nor a mail catcher, and the account of the environment
    is used; where a mail server is named there is no mail catcher either, and where a provider of
    payments is named there is no stand-in for one.
    Tencent's stand-in comes along where a route of SMS names it without an account.
    `env` are further settings for all of them; what the launcher decides wins over the
    environment it was started in, `env` wins over both.
    `ways_in` are the log-ins that a process has for itself; without them it takes the common ones.
    What stands in for the outside gets none at all.
    """

    def __init__(
        self,
        run_dir: Path,
        *,
        clock: str,
        replicas: int,
        mongo_uri: str,
        amqp_uri: str,
        credentials: Credentials,
        env: Mapping[str, str],
        public_port: int | None = None,
        real_twilio: bool = False,
        ways_in: WaysIn | None = None,
    ) -> None:
        self._dir = run_dir
        self.ways_in = ways_in or {}
        self.credentials = credentials
        ports = Ports(run_dir / "ports.json")
        port = next_free(public_port) if public_port else ports["gateway"]
        self.base_url = f"http://127.0.0.1:{port}"
        self.twilio_url = "" if real_twilio else f"http://127.0.0.1:{ports['twilio']}"
        self.env = {
            **os.environ,
            "SLIPBOARD_MONGO_URI": mongo_uri,
            "SLIPBOARD_AMQP_URI": amqp_uri,
            "SLIPBOARD_CLOCK": clock,
            "SLIPBOARD_WEBHOOK_LOOPBACK": str(clock == "sandbox"),
            "SLIPBOARD_SECRET": credentials.secret,
            "SLIPBOARD_DATA_KEYS": credentials.data_keys,
            "SLIPBOARD_TOTP": os.environ.get("SLIPBOARD_TOTP", "offered"),
            "SLIPBOARD_PUBLIC_URL": os.environ.get("SLIPBOARD_PUBLIC_URL", self.base_url),
            "SLIPBOARD_GATEWAY_BIND": f"127.0.0.1:{port}",
            "SLIPBOARD_TWILIO_URL": self.twilio_url,
            **({} if real_twilio else _stand_in_account(credentials)),
            **env,
        }
        catches = not real_twilio and not self.env.get("SLIPBOARD_SMTP_URL")
        self.mail_url = f"http://127.0.0.1:{ports['mails']}" if catches else ""
        if catches:
            self.env["SLIPBOARD_SMTP_URL"] = f"smtp://127.0.0.1:{ports['smtp']}"
            self.env["SLIPBOARD_MAIL_FROM"] = self.env.get("SLIPBOARD_MAIL_FROM") or _MAIL_FROM
        self.mails = [self._mail_catcher(ports["mails"], ports["smtp"])] if catches else []
        self.twilio = [] if real_twilio else [self._stand_in(ports["twilio"])]
        self.tencent_url, self.tencent = "", list[Process]()
        if mainland.is_wanted(self.env):
            self.tencent_url = f"http://127.0.0.1:{ports['tencent']}"
            self.env |= mainland.account_at(self.tencent_url)
            self.tencent = [self._process("tencent", mainland.command(ports["tencent"], self.env))]
        self.payments_url, self.payments = "", list[Process]()
        if not real_twilio and account.is_wanted(self.env):
            self.payments_url = f"http://127.0.0.1:{ports['payments']}"
            self.env |= account.account_at(self.payments_url)
            self.payments = [self._process("payments", account.command(ports["payments"]))]
        self.services = [
            self._service(name, replica, ports[f"{name}-{replica}"])
            for name in SERVICES
            for replica in range(replicas)
        ]
        self.gateway = self._process(
            "gateway",
            ["gunicorn", "--config", "gateway/gunicorn_conf.py", "gateway.wsgi:app"],
            grace=10.0,  # a browser that follows the board never hangs up by itself
        )

    @property
    def processes(self) -> list[Process]:
        """All of them, in the order of starting; they are stopped the other way round."""
        outside = [*self.twilio, *self.tencent, *self.mails, *self.payments]
        return [*outside, *self.services, self.gateway]

    @property
    def health_urls(self) -> dict[Process, str]:
        """Where each one says that it is ready."""
        urls = dict.fromkeys(self.twilio, f"{self.twilio_url}/healthz")
        urls |= dict.fromkeys(self.mails, f"{self.mail_url}/healthz")
        urls |= dict.fromkeys(self.tencent, f"{self.tencent_url}/healthz")
        urls |= dict.fromkeys(self.payments, f"{self.payments_url}/healthz")
        urls |= {service: service.facts["ops_url"] + "/readyz" for service in self.services}
        return urls | {self.gateway: f"{self.base_url}/readyz"}

    def _stand_in(self, port: int) -> Process:
        replies = self.env["SLIPBOARD_PUBLIC_URL"] + "/twilio/sms"
        options = ["--port", str(port), "--sms-webhook", replies]
        return self._process("twilio", ["devstack.twilio", *options])

    def _mail_catcher(self, port: int, smtp_port: int) -> Process:
        options = ["--port", str(port), "--smtp-port", str(smtp_port)]
        return self._process("mails", ["devstack.mails", *options])

    def _service(self, name: str, replica: int, port: int) -> Process:
        return self._process(name, ["common.bus", name], replica=replica, ops_port=port)

    def _process(
        self,
        name: str,
        module: list[str],
        *,
        replica: int = 0,
        ops_port: int = 0,
        grace: float = 35.0,
    ) -> Process:
        inside = name in (*SERVICES, "gateway")
        env = self.env if inside else _without_servers(self.env)
        return Process(
            name,
            [sys.executable, "-m", *module],
            env={**env, **self.ways_in.get(name, {}), "SLIPBOARD_OPS_PORT": str(ops_port)},
            log=self._dir / "logs" / f"{name}-{replica}.log",
            pids=self._dir / "pids",
            replica=replica,
            grace=grace,
            facts={"ops_url": f"http://127.0.0.1:{ops_port}"} if ops_port else {},
        )


def _without_servers(env: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in env.items() if name not in _SERVERS}


def _stand_in_account(credentials: Credentials) -> dict[str, str]:
    return {
        "TWILIO_ACCOUNT_SID": credentials.twilio_account_sid,
        "TWILIO_AUTH_TOKEN": credentials.twilio_auth_token,
        "TWILIO_FROM": _FROM,
    }
