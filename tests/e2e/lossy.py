"""A line between a client and the gateway on which answers get lost, as a test says."""

import threading
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests

PASSED_ON = ("Authorization", "Content-Type", "Idempotency-Key", "If-Match", "Api-Version")
PASSED_BACK = ("Content-Type", "ETag", "Idempotent-Replayed", "Retry-After", "Api-Version")
LOSE = "lose"
"""Pass the request on, and hang up instead of answering."""


class LossyLine:
    """``then`` says what becomes of the next requests: LOSE, or a status that answers at once.

    After that every request is passed on and answered; ``seen`` counts them all.
    """

    def __init__(self, base_url):
        self.base_url, self.then, self.seen = base_url, deque(), 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def _handler(line):
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _pass_on(self):
                line.seen += 1
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                fate = line.then.popleft() if line.then else None
                if isinstance(fate, int):
                    self._answer(fate, {"Retry-After": "3"}, b"{}")
                    return
                headers = {n: self.headers[n] for n in PASSED_ON if n in self.headers}
                got = requests.request(
                    self.command, line.base_url + self.path, headers=headers, data=body, timeout=30
                )
                if fate == LOSE:
                    self.close_connection = True
                    self.connection.close()
                    return
                back = {n: got.headers[n] for n in PASSED_BACK if n in got.headers}
                self._answer(got.status_code, back, got.content)

            def _answer(self, status, headers, body):
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_DELETE = do_PATCH = do_PUT = _pass_on

            def log_message(self, *_):
                """Keep the tests' output clean."""

        return Handler
