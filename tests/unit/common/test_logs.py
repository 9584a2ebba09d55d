import io
import json
import logging
import sys

import pytest
import structlog

from common import logs

PHONE = "+8613800138000"


@pytest.fixture
def lines(monkeypatch):
    """Return what has been logged since, a dict a line; logging is as before afterwards."""
    root, written = logging.getLogger(), io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    level, root.handlers = root.level, []
    structlog.contextvars.clear_contextvars()
    logs.set_up("booking", "INFO")
    (ours,) = root.handlers
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.removeHandler(ours)
    root.setLevel(level)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def test_a_line_is_json_and_says_who_and_when(lines):
    structlog.contextvars.bind_contextvars(correlation_id="x-1")
    structlog.get_logger("common.bus").info("serving", port=8000)

    (line,) = lines()
    assert (line["event"], line["port"], line["process"]) == ("serving", 8000, "booking")
    assert (line["level"], line["correlation_id"]) == ("info", "x-1")
    assert line["timestamp"]


def test_the_libraries_lines_are_the_same(lines):
    logging.getLogger("some.library").warning("slow %s", "answer", extra={"seconds": 3})

    (line,) = lines()
    assert (line["event"], line["level"], line["seconds"]) == ("slow answer", "warning", 3)
    assert line["process"] == "booking"


@pytest.mark.parametrize(
    "field",
    [
        "phone",
        "name",
        "customer",
        "body",
        "to",
        "id_number",
        "password",
        "key",
        "token",
        "anything",
    ],
)
def test_a_field_that_nobody_allowed_is_covered_wherever_it_stands(lines, field):  # negative 24
    structlog.get_logger().info("told", **{field: "王芳"}, errors={"of": [{field: "王芳"}]})

    (line,) = lines()
    assert line[field] == "***"
    assert line["errors"] == {"of": [{field: "***"}]}


def test_what_a_library_adds_of_its_own_is_covered_too(lines):  # negative 24
    logging.getLogger("some.library").warning("sent", extra={"recipient": "王芳"})

    (line,) = lines()
    assert line["recipient"] == "***"


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("mongodb://desk:pa55word@mongo:27017/?w=1", "mongodb://***@mongo:27017/?w=1"),
        ("pyamqp://desk:p%40ss@rabbit:5672//", "pyamqp://***@rabbit:5672//"),
        ("Authorization: Bearer abcDEF123456", "Authorization: Bearer ***"),
        ("GET /tencent/status?token=abcdef0123456789", "GET /tencent/status?token=***"),
        ("key sk_p1_0123456789abcdef is revoked", "key sk_*** is revoked"),
        ("secret whsec_abcdefABCDEF+/==", "secret whsec_***"),
        ("no mailbox wang.fang+x@example.com", "no mailbox ***@example.com"),
        ("papers 110101199003078888 and 11010119900307888X", "papers ***8888 and ***888X"),
    ],
)
@pytest.mark.parametrize("field", ["event", "error"])
def test_secrets_and_addresses_are_covered_in_any_text(lines, text, covered, field):
    # negative 24, ASVS 16.2.5
    logger = structlog.get_logger()
    if field == "event":
        logger.info(text)
    else:
        logger.info("refused", error=text)

    assert lines()[0][field] == covered


def test_the_address_of_a_database_in_a_traceback_shows_no_password(lines):  # negative 24
    try:
        raise OSError("cannot reach mongodb://desk:pa55word@mongo:27017/?replicaSet=rs0")
    except OSError:
        structlog.get_logger().exception("failed")

    assert "pa55word" not in json.dumps(lines())


@pytest.mark.parametrize("number", [PHONE, "13800138000", "057187888000"])
def test_a_number_in_prose_is_covered_but_for_its_end(lines, number):
    structlog.get_logger().info(f"cannot call {number} now")

    assert lines()[0]["event"] == f"cannot call ***{number[-4:]} now"


def test_a_number_in_a_traceback_is_covered(lines):
    try:
        raise ValueError(f"no handset at {PHONE}")
    except ValueError:
        structlog.get_logger().exception("failed")

    (line,) = lines()
    assert "ValueError: no handset at ***8000" in line["exception"]
    assert "13800138000" not in json.dumps(line)


@pytest.mark.parametrize("number", [PHONE, "13800138000"])
def test_a_number_in_any_other_field_is_covered(lines, number):
    structlog.get_logger().info("refused", error=f"{number}: blocked", of=(number,))

    (line,) = lines()
    assert (line["error"], line["of"]) == ("***8000: blocked", ["***8000"])


@pytest.mark.parametrize("id_", ["b-6f1d13812345678a", "booking_confirmed:b-13912345678901:2",
                                 "20260310-0001"])  # fmt: skip
def test_an_id_stays_whole(lines, id_):
    structlog.get_logger().info("told", event_id=id_)

    assert lines()[0]["event_id"] == id_


def test_a_library_that_talks_too_much_is_quiet(lines):
    logging.getLogger("pymongo").info("heartbeat")
    logging.getLogger("nameko").warning("(expected) error handling worker")

    assert lines() == []
