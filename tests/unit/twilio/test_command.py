import pytest
from click.testing import CliRunner

from devstack.twilio.__main__ import stand_in


@pytest.mark.parametrize("missing", ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"])
def test_it_does_not_start_without_an_account(monkeypatch, missing):
    monkeypatch.delenv(missing)

    started = CliRunner().invoke(stand_in, ["--port", "4010"])

    assert started.exit_code == 2
    assert missing in started.output


@pytest.mark.parametrize("port", [[], ["--port", "0"], ["--port", "65536"]])
def test_it_does_not_start_without_a_port(port):
    assert CliRunner().invoke(stand_in, port).exit_code == 2
