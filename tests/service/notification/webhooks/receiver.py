"""A partner's receiver on this machine: it keeps what it got and answers as a test says."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections import deque
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple


class Got(NamedTuple):
    path: str
    headers: dict
    body: bytes

    @property
    def id(self):
        return self.headers["webhook-id"]

    @property
    def data(self):
        return json.loads(self.body)["data"]

    def signed_by(self, secret):
        """Say whether one of the signatures is of *secret*, reckoned by hand."""
        key = base64.b64decode(secret.removeprefix("whsec_"))
        signed = f"{self.id}.{self.headers['webhook-timestamp']}.".encode() + self.body
        mine = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        return f"v1,{mine}" in self.headers["webhook-signature"].split(" ")


class Answer(NamedTuple):
    status: int = 204
    headers: dict = {}
    body: bytes = b""
    seconds: float = 0.0
    drip: float = 0.0


class Receiver:
    """``got`` is what came; ``then`` are the next answers, after which all is well."""

    def __init__(self, port=0):
        self.got = []
        self.then = deque()
        self.busy = self.busiest = 0
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}/hooks"

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def answers(self, *statuses, **more):
        self.then.extend(Answer(status, **more) for status in statuses)

    @property
    def ids(self):
        return [one.id for one in self.got]

    def _handler(receiver):
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                with receiver._lock:
                    receiver.busy += 1
                    receiver.busiest = max(receiver.busiest, receiver.busy)
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.got.append(Got(self.path, dict(self.headers), body))
                answer = receiver.then.popleft() if receiver.then else Answer()
                time.sleep(answer.seconds)
                with receiver._lock:
                    receiver.busy -= 1
                with suppress(OSError):
                    self._say(answer)

            def _say(self, answer):
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                for byte in answer.body if answer.drip else ():
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                    time.sleep(answer.drip)
                if not answer.drip:
                    self.wfile.write(answer.body)

            def log_message(self, *_):
                pass

        return Handler
