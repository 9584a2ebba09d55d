"""The mail catcher of the launcher takes what the service sends, and shows it."""

import subprocess
import sys
import time
from dataclasses import replace

import pytest
import requests

from common.config import settings
from devstack.ports import next_free
from services.notification.domain.attempts import Accepted
from services.notification.mail import SmtpMail
from tests.unit.notification.made import a_message


@pytest.fixture
def catcher():
    """Start one as the launcher does; return where it is read and where it takes mails."""
    port = next_free(24_200)
    smtp_port = next_free(port + 1)
    options = ["--port", str(port), "--smtp-port", str(smtp_port)]
    process = subprocess.Popen([sys.executable, "-m", "devstack.mails", *options])
    try:
        yield _once_up(f"http://127.0.0.1:{port}", process), f"smtp://127.0.0.1:{smtp_port}"
    finally:
        process.terminate()
        assert process.wait(10) == 0


def _once_up(url, process):
    ends = time.monotonic() + 20
    while time.monotonic() < ends and process.poll() is None:
        try:
            requests.get(f"{url}/healthz", timeout=1).raise_for_status()
            return url
        except requests.RequestException:
            time.sleep(0.05)
    pytest.fail("the mail catcher did not come up")


def test_an_email_is_caught_and_shown(catcher):
    url, smtp_url = catcher
    mail = SmtpMail(replace(settings(), smtp_url=smtp_url, mail_from="desk@slipboard.example"))
    message = a_message(
        channel="email", to="lilei@example.com", subject="预约确认", body="您的预约已确认。"
    )

    outcome = mail.send(message, start_before=time.monotonic() + 5)

    assert isinstance(outcome, Accepted)
    [caught] = requests.get(f"{url}/mails", timeout=5).json()
    assert (caught["to"], caught["subject"]) == (["lilei@example.com"], "预约确认")
    assert caught["body"] == "您的预约已确认。"
    assert "预约确认" in requests.get(url, timeout=5).text
