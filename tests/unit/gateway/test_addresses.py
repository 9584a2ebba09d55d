import pytest
from flask import Flask, request

from gateway.addresses import believe


@pytest.mark.parametrize(
    ("proxies", "forwarded", "client"),
    [
        (0, "203.0.113.9", "10.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "10.0.0.1"),
        (1, None, "10.0.0.1"),
    ],
)
def test_only_what_our_own_proxies_added_is_believed(proxies, forwarded, client):
    app = Flask("t")
    app.add_url_rule("/", view_func=lambda: f"{request.remote_addr} {request.host}")
    believe(app, proxies)
    headers = {"X-Forwarded-Host": "evil.example"}
    if forwarded:
        headers["X-Forwarded-For"] = forwarded

    answer = app.test_client().get("/", headers=headers, environ_base={"REMOTE_ADDR": "10.0.0.1"})

    assert answer.text == f"{client} localhost"  # negative 12
