"""Passwords drawn for a desk: once, apart, and open to nobody."""

import json
import stat

import pytest
from click.testing import CliRunner

from common.drawing import ROOTS, main


@pytest.fixture
def draw(tmp_path):
    """Return a drawer: ``draw(*options)`` -> what lies in the files, by name."""

    def drawn(*options):
        done = CliRunner().invoke(main, [str(tmp_path / "secrets"), *options])
        assert done.exit_code == 0, done.output
        return {file.name: file.read_text() for file in (tmp_path / "secrets").iterdir()}

    return drawn


def test_what_was_drawn_is_kept(draw):  # PL-04
    first, second = draw(), draw()

    assert {name: first[name] for name in ROOTS} == {name: second[name] for name in ROOTS}
    uris = {name for name in first if name.endswith("-uri")}
    assert {name: first[name] for name in uris} == {name: second[name] for name in uris}


def test_another_address_changes_no_password(draw):
    near, far = draw(), draw("--mongo", "mongodb://a,b/?replicaSet=x", "--amqp", "amqps://mq/desk")

    assert (
        near["booking-amqp-uri"].split("@")[0]
        == far["booking-amqp-uri"].replace("amqps", "pyamqp").split("@")[0]
    )
    assert far["booking-amqp-uri"].endswith("@mq/desk\n")
    assert {one["vhost"] for one in json.loads(far["log-ins.json"])["permissions"]} == {"desk"}


def test_files_are_open_to_their_owner_alone(draw, tmp_path):
    draw()

    modes = {stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "secrets").iterdir()}
    assert modes == {0o400}
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700


def test_a_secret_from_before_is_taken_over(draw, tmp_path):
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "secret").write_text("kept-since-the-first-day-of-this-desk\n")

    assert draw()["secret"] == "kept-since-the-first-day-of-this-desk\n"
