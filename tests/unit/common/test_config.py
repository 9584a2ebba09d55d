import os
from dataclasses import FrozenInstanceError

import pytest

from common.config import Settings

SECRET = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def environment(monkeypatch):
    """Return a setter of the environment, which holds nothing of ours but a secret."""
    for name in list(os.environ):
        if name.startswith("SLIPBOARD_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("SLIPBOARD_SECRET", SECRET)

    def put(**values):
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    return put


def test_settings_have_sensible_values_of_their_own(environment):
    settings = Settings.from_env()

    assert settings.clock == "real"
    assert settings.database_prefix == "slipboard"
    assert settings.gateway_workers == 2


def test_settings_come_from_the_environment_and_twilio_s_keep_their_names(environment):
    environment(SLIPBOARD_CLOCK="sandbox", SLIPBOARD_OPS_PORT="9100", TWILIO_FROM="+15005550006")

    settings = Settings.from_env()

    assert (settings.clock, settings.ops_port) == ("sandbox", 9100)
    assert settings.twilio_from == "+15005550006"


def test_an_unknown_setting_is_refused(environment):
    environment(SLIPBOARD_CLOKC="sandbox")

    with pytest.raises(SystemExit, match="SLIPBOARD_CLOKC is not a setting"):
        Settings.from_env()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLIPBOARD_SECRET", SECRET[:-1]),
        ("SLIPBOARD_SECRET", ""),
        ("SLIPBOARD_DATA_KEYS", SECRET),
        ("SLIPBOARD_DATA_KEYS", f"2027:{SECRET}"),
        ("SLIPBOARD_CLOCK", "moon"),
        ("SLIPBOARD_LOG_LEVEL", "LOUD"),
        ("SLIPBOARD_OPS_PORT", "http"),
        ("SLIPBOARD_OPS_PORT", "-1"),
        ("SLIPBOARD_OPS_PORT", "65536"),
        ("SLIPBOARD_GATEWAY_WORKERS", "0"),
        ("SLIPBOARD_GATEWAY_THREADS", "many"),
        ("SLIPBOARD_GATEWAY_PROXIES", "-1"),
        ("SLIPBOARD_API_DOCS", "perhaps"),
        ("SLIPBOARD_WEBHOOK_LOOPBACK", "perhaps"),
        ("SLIPBOARD_WEBHOOK_LOOPBACK", "true"),
        ("SLIPBOARD_SMTP_URL", "mail.example.com:587"),
        ("SLIPBOARD_SMTP_URL", "http://mail.example.com"),
        ("SLIPBOARD_SMTP_URL", "smtp://mail.example.com:many"),
        ("SLIPBOARD_SMTP_URL", "smtp://"),
        ("SLIPBOARD_MAIL_FROM", "desk"),
        ("SLIPBOARD_SMS_ROUTES", "+86=aliyun"),
        ("SLIPBOARD_SMS_ROUTES", "86=tencent"),
        ("SLIPBOARD_TENCENT_URL", "tencent:4020"),
        ("SLIPBOARD_TENCENT_CALLBACK_TOKEN", SECRET[:-1]),
        ("SLIPBOARD_TOTP", "perhaps"),
        ("SLIPBOARD_OIDC_ISSUER", "log-in.example.com"),
        ("SLIPBOARD_OIDC_ISSUER", "http://log-in.example.com"),
        ("SLIPBOARD_VAPID_PRIVATE_KEY", "short"),
        ("SLIPBOARD_VAPID_SUBJECT", "desk@example.com"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_by_name(environment, name, value):
    environment(**{name: value})

    with pytest.raises(SystemExit, match=name):
        Settings.from_env()


def test_webhooks_go_to_this_machine_in_a_sandbox_only(environment):
    environment(SLIPBOARD_WEBHOOK_LOOPBACK="true", SLIPBOARD_CLOCK="sandbox")

    assert Settings.from_env().webhook_loopback is True


@pytest.mark.parametrize(
    "half", [{"SLIPBOARD_SMTP_URL": "smtp://mail.example.com"}, {"SLIPBOARD_MAIL_FROM": "a@b.cn"}]
)
def test_a_mail_server_and_whom_e_mails_come_from_are_named_together(environment, half):
    environment(**half)
    with pytest.raises(SystemExit, match="one without the other"):
        Settings.from_env()

    environment(SLIPBOARD_SMTP_URL="smtps://mail.example.com", SLIPBOARD_MAIL_FROM="a@b.cn")
    assert Settings.from_env().mail_from == "a@b.cn"


@pytest.mark.parametrize(
    "half",
    [{"SLIPBOARD_VAPID_PRIVATE_KEY": "a" * 43}, {"SLIPBOARD_VAPID_SUBJECT": "mailto:a@b.cn"}],
)
def test_the_key_of_pushes_and_whom_to_turn_to_are_named_together(environment, half):
    environment(**half)
    with pytest.raises(SystemExit, match="one without the other"):
        Settings.from_env()

    environment(SLIPBOARD_VAPID_PRIVATE_KEY="a" * 43, SLIPBOARD_VAPID_SUBJECT="https://a.cn")
    assert Settings.from_env().vapid_subject == "https://a.cn"
    assert "a" * 43 not in str(Settings.from_env())


def test_second_factors_are_required_unless_it_is_said(environment):
    assert Settings.from_env().totp == "required"

    environment(SLIPBOARD_TOTP="offered")
    assert Settings.from_env().totp == "offered"


def test_the_chains_own_log_in_is_named_whole_or_not_at_all(environment):
    environment(SLIPBOARD_OIDC_ISSUER="https://log-in.example.com", SLIPBOARD_OIDC_CLIENT_ID="desk")
    with pytest.raises(SystemExit, match="all of them or none"):
        Settings.from_env()

    environment(SLIPBOARD_OIDC_CLIENT_SECRET="s" * 40)
    assert Settings.from_env().oidc_claim == "preferred_username"
    assert "s" * 40 not in str(Settings.from_env())


def test_everything_wrong_is_said_at_once(environment):
    environment(
        SLIPBOARD_CLOKC="sandbox",
        SLIPBOARD_CLOCK="moon",
        SLIPBOARD_SECRET="short",
        SLIPBOARD_OPS_PORT="http",
        SLIPBOARD_GATEWAY_WORKERS="0",
    )

    with pytest.raises(SystemExit) as refusal:
        Settings.from_env()

    said = str(refusal.value)
    for name in ("CLOKC", "CLOCK:", "SECRET:", "OPS_PORT:", "GATEWAY_WORKERS:"):
        assert f"SLIPBOARD_{name}" in said
    assert "short\n" not in said


def test_settings_keep_their_secrets_and_do_not_change(environment):
    environment(TWILIO_AUTH_TOKEN="also-secret", SLIPBOARD_SMTP_PASSWORD="secret-too")
    settings = Settings.from_env()

    assert SECRET not in repr(settings)
    assert "also-secret" not in repr(settings)
    assert "secret-too" not in repr(settings)
    with pytest.raises(FrozenInstanceError):
        settings.clock = "sandbox"


def test_a_route_wants_all_that_its_sender_needs(environment):  # CF-02
    environment(SLIPBOARD_SMS_ROUTES="+86=tencent", SLIPBOARD_TENCENT_APP_ID="1400006666")

    with pytest.raises(SystemExit) as refused:
        Settings.from_env()

    lacking = [line.strip() for line in str(refused.value).splitlines()[1:]]
    assert lacking == [
        f"SLIPBOARD_TENCENT_{name}: missing, and SLIPBOARD_SMS_ROUTES names tencent"
        for name in ("SECRET_ID", "SECRET_KEY", "TEMPLATES")
    ]


def test_without_a_route_nothing_of_another_sender_is_needed(environment):
    assert Settings.from_env().sms_routes == ""
