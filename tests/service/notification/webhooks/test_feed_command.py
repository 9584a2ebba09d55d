"""What an operator sees of stores' lists, and proves of them."""

import pytest
from click.testing import CliRunner

from common import mongo
from common.errors import Gone
from services.notification.__main__ import main
from tests.service.notification.webhooks.reading import numbers, read


@pytest.fixture
def run(post, monkeypatch):
    monkeypatch.setattr(mongo, "database", lambda _: post.database)

    def run(*words):
        return CliRunner().invoke(main, ["feed", *words])

    return run


def test_stores_are_listed_with_their_numbers_and_what_waits(post, run):
    post.hear()
    read(post)
    post.hear("booking_cancelled", revision=2)
    post.hear(booking_id="b-2", store_id="s-beau")

    assert run("list").output == "s-4s  1 to 1  1 wait\ns-beau  1 to 0  1 wait\n"


def test_a_missing_number_is_found(post, run):
    for number in range(3):
        post.hear(booking_id=f"b-{number}")
    read(post)
    whole = run("check")
    assert (whole.exit_code, whole.output) == (0, "s-4s  1 to 3  0 missing\n")

    post.database["feed"].delete_one({"number": 2})
    broken = run("check", "s-4s")
    assert (broken.exit_code, broken.output) == (1, "s-4s  1 to 3  1 missing\n")


def test_after_a_back_up_was_restored_nobody_reads_on_over_what_was_lost(post, run):
    """The dump knows two numbers; a partner has read five."""
    for number in range(2):
        post.hear(booking_id=f"b-{number}")
    read(post)
    assert run("restart").output == "s-4s  from 1000003\n"

    told = [post.hear(booking_id=f"b-{number}")["id"] for number in range(10, 20)]
    for after in (2, 5):
        with pytest.raises(Gone) as refusal:
            read(post, after=after)
    assert refusal.value.details == {"what": "events", "oldest": 1000003, "last": 1000012}
    listed = read(post)
    assert (numbers(listed)[0], [one["id"] for one in listed.events]) == (1000003, told)
    assert run("check").exit_code == 0
