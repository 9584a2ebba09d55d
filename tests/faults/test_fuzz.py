"""The description turned into requests, sound and unsound, by somebody who knows only that.

``SLIPBOARD_EXAMPLES`` says how many requests of each kind and address; CI makes few of them.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from devstack.api_client import ApiClient
from devstack.processes import until
from devstack.stack import Stack

# Not one of our processes' settings, which refuse what they do not know.
EXAMPLES = int(os.environ.pop("SLIPBOARD_EXAMPLES", "1"))
EVERYTHING = 200
PHASES = ("examples", "fuzzing")
ALL_PHASES = ("examples", "coverage", "fuzzing", "stateful")
SECONDS_A_REQUEST = 8
KEPT_OUT = ("end", "put_clock")
"""Signing out would end the run; a clock set to anything would end what everything depends on."""
CONFIG = Path(__file__).with_name("schemathesis.toml")
KEPT_FROM_CUSTOMERS = tuple(
    f"--exclude-operation-id={one}" for one in ("sign_out", "close_account")
)
HOOKS = Path(__file__).with_name("fuzz_hooks.py")
OF_CUSTOMERS = ("--include-path-regex=^/api/v1/public/", *KEPT_FROM_CUSTOMERS)
A_PHONE = "13900139000"
COUNTED = re.compile(r"(\d+) generated, (?:(\d+) found \d+ unique failures|(\d+) passed)")

pytestmark = pytest.mark.timeout(300 + 20 * EXAMPLES)


@pytest.fixture(scope="module")
def open_to_all(servers, tmp_path_factory):
    """Return a product of its own, which may be left as nobody would leave one."""
    env = {
        "SLIPBOARD_AMQP_URI": servers.vhost_uri("fuzz"),
        "SLIPBOARD_DATABASE_PREFIX": "fuzz",
        "SLIPBOARD_GATEWAY_PROXIES": "1",
    }
    directory = tmp_path_factory.mktemp("fuzz")
    with Stack(directory, servers=servers, clock="sandbox", env=env) as running:
        yield running.info


def bearer(info, who):
    if who == "nobody":
        return {"Accept": "application/json"}
    if who == "customer":
        return {"Authorization": a_customer(info).bearer}
    if who in info["partners"]:
        return {"Authorization": f"Bearer {info['partners'][who]['key']}"}
    known = ApiClient.signed_in(info["base_url"], who, info["people"][who]["password"])
    return {"Authorization": known.bearer}


def a_customer(info):
    """Sign a customer in with the code on their handset."""
    desk = ApiClient(info["base_url"], "")
    sent = desk.post("/public/codes", {"phone": A_PHONE, "purpose": "sign_in"})
    handset = f"{info['twilio_url']}/outbox"

    def texts():
        return requests.get(handset, params={"to": f"+86{A_PHONE}"}, timeout=5).json()

    assert until(texts, 15)
    proof = {"id": sent["id"], "code": re.search(r"\d{6}", texts()[-1]["body"])[0]}
    told = desk.post("/public/tokens", {"phone": A_PHONE, "verification": proof})
    return ApiClient(info["base_url"], told["token"])


@pytest.mark.parametrize("who", ["p1", "mgr-4s", "customer", "nobody"])
def test_nothing_that_is_described_makes_the_api_stumble(open_to_all, who, tmp_path):
    command = [
        *(sys.executable, "-m", "schemathesis.cli", f"--config-file={CONFIG}", "run"),
        f"{open_to_all['base_url']}/api/v1/openapi.json",
        *("--checks=all", "--continue-on-failure", "--no-shrink", "--warnings=off"),
        f"--phases={','.join(ALL_PHASES if EXAMPLES >= EVERYTHING else PHASES)}",
        f"--max-examples={EXAMPLES}",
        f"--max-response-time={SECONDS_A_REQUEST}",
        *(f"--exclude-operation-id={name}" for name in KEPT_OUT),
        *(OF_CUSTOMERS if who == "customer" else ()),
        *(f"--header={name}: {value}" for name, value in bearer(open_to_all, who).items()),
    ]

    env = os.environ | {"SCHEMATHESIS_HOOKS": str(HOOKS)}
    ran = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True)

    counted = COUNTED.search(ran.stdout)
    print(counted and counted[0])
    assert ran.returncode == 0, ran.stdout[-100_000:] + ran.stderr[-2000:]
    assert counted
    assert int(counted[1]) > 2 * EXAMPLES
