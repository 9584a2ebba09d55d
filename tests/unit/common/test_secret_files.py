"""Secrets from files: read, refused, never shown."""

import os

import pytest

from common.config import Settings
from common.secret_files import Unusable, read

SECRET = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def kept(tmp_path):
    """Return a writer of files: ``kept("text", 0o400)`` -> its path."""

    def keep(content, mode=0o400):
        path = tmp_path / "secret"
        path.unlink(missing_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        path.chmod(mode)
        return path

    return keep


@pytest.fixture
def environment(monkeypatch):
    for name in list(os.environ):
        if name.startswith(("SLIPBOARD_", "TWILIO_")):
            monkeypatch.delenv(name)

    def put(**values):
        for name, value in values.items():
            monkeypatch.setenv(name, str(value))

    return put


@pytest.mark.parametrize("mode", [0o400, 0o600, 0o440, 0o640])
def test_a_file_of_ours_or_of_our_group_is_read(kept, mode):
    assert read(kept(SECRET, mode)) == SECRET


@pytest.mark.parametrize("mode", [0o444, 0o404, 0o602, 0o601, 0o666])
def test_a_file_that_is_open_to_everybody_is_refused(kept, mode):  # PL-04
    with pytest.raises(Unusable, match="open to everybody") as refusal:
        read(kept(SECRET, mode))

    assert SECRET not in str(refusal.value)


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_the_newline_at_its_end_is_no_part_of_it(kept, end):
    assert read(kept(f" {SECRET} {end}")) == f" {SECRET} "


def test_what_cannot_be_read_is_said_without_what_it_holds(kept, tmp_path):
    with pytest.raises(Unusable, match="No such file"):
        read(tmp_path / "nowhere")
    with pytest.raises(Unusable, match="directory"):
        read(tmp_path)
    with pytest.raises(Unusable, match="no text"):
        read(kept(b"\xff\xfe\xfd"))


def test_every_secret_may_lie_in_a_file(environment, kept):  # PV-03
    environment(SLIPBOARD_SECRET_FILE=kept(SECRET + "\n"))

    settings = Settings.from_env()

    assert settings.secret == SECRET
    assert SECRET not in repr(settings)


@pytest.mark.parametrize(
    ("variable", "field"),
    [
        ("SLIPBOARD_MONGO_URI", "mongo_uri"),
        ("SLIPBOARD_AMQP_URI", "amqp_uri"),
        ("SLIPBOARD_TENCENT_SECRET_KEY", "tencent_secret_key"),
        ("SLIPBOARD_SMTP_PASSWORD", "smtp_password"),
        ("TWILIO_AUTH_TOKEN", "twilio_auth_token"),
    ],
)
def test_addresses_and_tokens_too(environment, kept, variable, field):
    word = "mongodb://booking:kept-to-itself@127.0.0.1"
    environment(**{"SLIPBOARD_SECRET": SECRET, f"{variable}_FILE": kept(word)})

    settings = Settings.from_env()

    assert getattr(settings, field) == word
    assert "kept-to-itself" not in repr(settings)


def test_what_is_no_secret_is_no_file(environment, kept):
    environment(SLIPBOARD_SECRET=SECRET, SLIPBOARD_CLOCK_FILE=kept("sandbox"))

    with pytest.raises(SystemExit, match="SLIPBOARD_CLOCK_FILE is not a setting"):
        Settings.from_env()


def test_a_secret_given_twice_is_refused(environment, kept):
    environment(SLIPBOARD_SECRET=SECRET, SLIPBOARD_SECRET_FILE=kept(SECRET))

    with pytest.raises(SystemExit, match="SLIPBOARD_SECRET_FILE: SLIPBOARD_SECRET is given"):
        Settings.from_env()


def test_an_empty_variable_beside_the_file_is_as_good_as_none(environment, kept):
    environment(SLIPBOARD_SECRET="", SLIPBOARD_SECRET_FILE=kept(SECRET))

    assert Settings.from_env().secret == SECRET


def test_a_file_is_held_to_what_its_setting_is_held_to(environment, kept):
    environment(SLIPBOARD_SECRET_FILE=kept("short"))

    with pytest.raises(SystemExit, match="SLIPBOARD_SECRET: shorter"):
        Settings.from_env()


def test_everything_wrong_with_files_is_said_at_once(environment, kept, tmp_path):
    environment(
        SLIPBOARD_SECRET_FILE=kept(SECRET, 0o444),
        SLIPBOARD_MONGO_URI_FILE=tmp_path / "nowhere",
        SLIPBOARD_CLOCK="moon",
    )

    with pytest.raises(SystemExit) as refusal:
        Settings.from_env()

    said = str(refusal.value)
    assert "SLIPBOARD_SECRET_FILE" in said
    assert "SLIPBOARD_MONGO_URI_FILE" in said
    assert "SLIPBOARD_CLOCK" in said
    assert "shorter" not in said
    assert SECRET not in said
