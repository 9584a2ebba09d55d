"""A client of the public API for the demo, the tests and the bench: one session a person."""

import time
from typing import Any

import pyotp
import requests

SECONDS = 15.0


class Refused(Exception):
    """The API said no; ``status`` and ``problem`` say why."""

    def __init__(self, method: str, path: str, answer: requests.Response) -> None:
        self.status = answer.status_code
        try:
            self.problem: dict[str, Any] = answer.json()
        except ValueError:
            self.problem = {"detail": answer.text[:500]}
        super().__init__(f"{method} {path}: {self.status} {self.problem}")


class ApiClient:
    """Speaks for one person or partner.  Answers are JSON; anything from 400 on raises Refused."""

    def __init__(self, base_url: str, bearer: str) -> None:
        self.base_url = base_url.rstrip("/")
        self.bearer = f"Bearer {bearer}"
        self._session = requests.Session()
        self._session.headers["Authorization"] = self.bearer

    @classmethod
    def signed_in(
        cls, base_url: str, login: str, password: str, totp_secret: str | None = None
    ) -> "ApiClient":
        """Sign in, with the code of this moment where there is a second factor."""
        code = {"totp": pyotp.TOTP(totp_secret).now()} if totp_secret else {}
        answer = requests.post(
            f"{base_url.rstrip('/')}/api/v1/tokens",
            json={"login": login, "password": password, **code},
            timeout=SECONDS,
        )
        if answer.status_code >= 400:
            raise Refused("POST", "/tokens", answer)
        return cls(base_url, answer.json()["token"])

    def get(self, path: str, **query: Any) -> Any:
        return self.ask("GET", path, params=query)

    def post(
        self,
        path: str,
        body: dict[str, Any] | None = None,
        key: str | None = None,
        revision: int | None = None,
    ) -> Any:
        headers = {"Idempotency-Key": key} if key else {}
        if revision is not None:
            headers["If-Match"] = f'"{revision}"'
        return self.ask("POST", path, json=body or {}, headers=headers)

    def put(self, path: str, body: dict[str, Any], **query: Any) -> Any:
        return self.ask("PUT", path, json=body, params=query)

    def patch(self, path: str, body: dict[str, Any], **query: Any) -> Any:
        return self.ask("PATCH", path, json=body, params=query)

    def delete(self, path: str) -> Any:
        return self.ask("DELETE", path)

    def ask(self, method: str, path: str, **more: Any) -> Any:
        began = time.monotonic()
        answer = self._session.request(
            method, f"{self.base_url}/api/v1{path}", timeout=40, allow_redirects=False, **more
        )
        self.seconds = time.monotonic() - began
        if answer.status_code >= 400:
            raise Refused(method, path, answer)
        return answer.json() if answer.content else None
