import pytest

from devstack import debian, setup
from devstack.progress import StepFailed, carry_out


@pytest.fixture
def tree(tmp_path, monkeypatch):
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    return tmp_path


def test_a_stamp_holds_until_a_source_changes(tree):
    lock = tree / "dev.lock"
    lock.write_text("nameko==3")
    stamp = setup.Stamp(tree / "stamp", [lock])

    assert not stamp.current()
    stamp.put()
    assert setup.Stamp(tree / "stamp", [lock]).current()

    lock.write_text("nameko==4")
    assert not setup.Stamp(tree / "stamp", [lock]).current()


def test_a_stamp_notices_a_source_that_went_away(tree):
    (tree / "a.js").write_text("1")
    setup.Stamp(tree / "stamp", [tree / "a.js", tree / "b.js"]).put()

    assert not setup.Stamp(tree / "stamp", [tree / "b.js"]).current()


def test_who_may_not_install_is_told_what_is_needed(monkeypatch):
    monkeypatch.setattr(debian, "missing", lambda: ["rabbitmq-server", "chromium"])
    monkeypatch.setattr(debian, "_as_root", lambda: None)
    monkeypatch.setattr(debian.shutil, "which", lambda name: "/usr/bin/apt-get")

    with pytest.raises(StepFailed, match="no-install-recommends rabbitmq-server chromium"):
        debian.install_missing()


def test_without_apt_the_packages_are_named(monkeypatch):
    monkeypatch.setattr(debian, "missing", lambda: ["chromium"])
    monkeypatch.setattr(debian.shutil, "which", lambda name: None)

    with pytest.raises(StepFailed, match="what Debian calls chromium"):
        debian.install_missing()


def test_servers_named_elsewhere_need_no_packages(monkeypatch):
    monkeypatch.setattr(debian, "Path", lambda path: pytest.fail(f"looked at {path}"))
    monkeypatch.setenv("SLIPBOARD_AMQP_URI", "pyamqp://broker")
    monkeypatch.setenv("SLIPBOARD_MONGO_URI", "mongodb://database")

    assert debian._has_broker()
    assert debian._has_curl_library()


def test_a_failed_step_shows_its_last_lines_and_what_to_do(tmp_path):
    command = ["sh", "-c", "seq 1 30; echo 'no space left' >&2; exit 3"]

    with pytest.raises(StepFailed) as failure:
        carry_out("Python packages", command, tmp_path / "pip.log", advice="Make room.")

    message = str(failure.value)
    assert "no space left" in message
    assert message.endswith("Make room.")
    assert message.startswith("12\n13\n")


def test_a_step_says_how_long_it_took(tmp_path, capsys):
    carry_out("Virtual environment", ["true"], tmp_path / "venv.log", advice="")

    assert "Virtual environment: done in 0." in capsys.readouterr().out
