"""The stand-in as a process of its own, the real Twilio library, and a product that hears back."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

ACCOUNT_SID = "AC" + "5" * 32
TOKEN = "a-token-for-tests-only"
CUSTOMER = "+8613800000001"
SHOP = "+15005550006"

QUICK = {
    "sending_after": 0.01,
    "sent_after": 0.01,
    "delivered_after": 0.01,
    "ringing_after": 0.01,
    "answer_after": 0.02,
    "auto_answer": False,
    "auto_press": "",
    "answered_by": "human",
    "sms_webhook": "",
}


class RebasedHttpClient(TwilioHttpClient):
    """The library's own client, sent to another scheme and host."""

    def __init__(self, base: str, timeout: float) -> None:
        super().__init__(timeout=timeout, max_retries=0)
        self._base = base

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        parts = urlsplit(url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        return super().request(method, self._base + path, *args, **kwargs)


@dataclass
class StandInProcess:
    url: str

    def ask(self, method: str, path: str, **kwargs: Any) -> requests.Response:
        answer = requests.request(method, self.url + path, timeout=20, **kwargs)
        answer.raise_for_status()
        return answer

    def api(self, method: str, path: str, **kwargs: Any) -> requests.Response:
        """The bare API, without the library and without raising."""
        url = f"{self.url}/2010-04-01/Accounts/{ACCOUNT_SID}{path}"
        kwargs.setdefault("auth", (ACCOUNT_SID, TOKEN))
        return requests.request(method, url, timeout=20, **kwargs)

    def trouble(self, do: Any, **rule: Any) -> None:
        self.ask("POST", "/stand-in/trouble", json={"do": do, **rule})

    def settings(self, **some: Any) -> None:
        self.ask("PATCH", "/stand-in/settings", json=some)

    def outbox(self, **query: str) -> list[dict[str, Any]]:
        return self.ask("GET", "/outbox", params=query).json()

    def hand(self, sid: str, hand: str, **body: str) -> dict[str, Any]:
        return self.ask("POST", f"/stand-in/calls/{sid}/{hand}", json=body).json()

    def write(self, body: str, **more: str) -> dict[str, Any]:
        wanted = {"from": CUSTOMER, "to": SHOP, "body": body, **more}
        return self.ask("POST", "/stand-in/inbound-sms", json=wanted).json()


@dataclass(frozen=True)
class Heard:
    """One request that reached the product."""

    path: str
    form: dict[str, str]
    headers: dict[str, str]
    signed: bool
    at: float


@dataclass
class Product:
    """What the account calls back: keeps what it hears, answers as it is told."""

    url: str = ""
    heard: list[Heard] = field(default_factory=list)
    answers: dict[str, list[tuple[int, str]]] = field(default_factory=dict)

    def answer(self, path: str, text: str = "", status: int = 200) -> str:
        """Answer *path* with *text* from now on; told again, the answers come in turn."""
        self.answers.setdefault(path, []).append((status, text))
        return self.url + path

    def forms(self, path: str) -> list[dict[str, str]]:
        return [each.form for each in self.heard if each.path == path]


@pytest.fixture(scope="session")
def free_port() -> Callable[[], int]:
    def pick() -> int:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return probe.getsockname()[1]

    return pick


@pytest.fixture(scope="session")
def stand_in_process(free_port) -> Iterator[StandInProcess]:
    port = free_port()
    known = {"TWILIO_ACCOUNT_SID": ACCOUNT_SID, "TWILIO_AUTH_TOKEN": TOKEN}
    process = subprocess.Popen(
        [sys.executable, "-m", "devstack.twilio", "--port", str(port)],
        env={**os.environ, **known},
    )
    running = StandInProcess(f"http://127.0.0.1:{port}")
    try:
        eventually(lambda: _answers(running), seconds=20)
        yield running
    finally:
        process.terminate()
        assert process.wait(10) == 0


@pytest.fixture
def stand_in(stand_in_process) -> StandInProcess:
    """The stand-in with an empty outbox, no trouble, and quick carriers."""
    stand_in_process.ask("DELETE", "/stand-in/trouble")
    stand_in_process.ask("DELETE", "/outbox")
    stand_in_process.settings(**QUICK)
    return stand_in_process


@pytest.fixture
def twilio_client(stand_in) -> Iterator[Client]:
    http_client = RebasedHttpClient(stand_in.url, timeout=1.0)
    yield Client(ACCOUNT_SID, TOKEN, http_client=http_client)
    http_client.session.close()


@pytest.fixture
def send(twilio_client) -> Callable[..., Any]:
    """Create a message, with whatever differs from the usual one."""

    def create(body: str = "Ref K7Q2", **more: Any) -> Any:
        return twilio_client.messages.create(
            **{"to": CUSTOMER, "from_": SHOP, "body": body, **more}
        )

    return create


@pytest.fixture
def place_call(twilio_client) -> Callable[..., Any]:
    def create(**more: Any) -> Any:
        return twilio_client.calls.create(**{"to": CUSTOMER, "from_": SHOP, **more})

    return create


@pytest.fixture
def product() -> Iterator[Product]:
    kept = Product()
    validator = RequestValidator(TOKEN)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            form = dict(parse_qsl(body, keep_blank_values=True))
            signature = self.headers.get("X-Twilio-Signature", "")
            signed = validator.validate(kept.url + self.path, form, signature)
            path, headers = urlsplit(self.path).path, dict(self.headers)
            kept.heard.append(Heard(path, form, headers, signed, time.monotonic()))
            answers = kept.answers.get(path, [(204, "")])
            status, text = answers.pop(0) if len(answers) > 1 else answers[0]
            self.send_response(status)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        do_GET = do_POST

        def log_message(self, *_: Any) -> None:
            """Quiet: what was heard is kept."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}).start()
    yield kept
    server.shutdown()
    server.server_close()


def eventually(seen: Callable[[], Any], seconds: float = 5.0) -> Any:
    """What *seen* gives once it gives something."""
    deadline = time.monotonic() + seconds
    while not (found := seen()):
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.01)
    return found


@pytest.fixture(name="eventually")
def _eventually() -> Callable[..., Any]:
    return eventually


def _answers(running: StandInProcess) -> bool:
    try:
        return running.ask("GET", "/healthz").json() == {"status": "ok"}
    except requests.ConnectionError:
        return False
