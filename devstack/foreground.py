"""The process that holds a stack: `make run`, the one behind `make up`, `make demo`."""

import os
import signal
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

from devstack import ROOT
from devstack.background import INFO, RUN, must_run, only_launcher
from devstack.credentials import Credentials
from devstack.fleet import real_twilio_named
from devstack.seeding import load_chain
from devstack.stack import Stack
from devstack.welcome import welcome

PORT = 8000


def run(given: Namespace) -> int:
    """Run the stack until Ctrl-C, its log-ins on the screen."""
    return _hold(given, greet=True)


def supervise(given: Namespace) -> int:
    """Run the stack until SIGTERM; `make up` starts this and `make down` ends it."""
    return _hold(given, greet=False)


def _hold(given: Namespace, *, greet: bool) -> int:
    real_twilio = given.clock == "real" and real_twilio_named()
    if real_twilio:
        print("TWILIO_ACCOUNT_SID is set: messages and calls go out through the real Twilio.")
    stack = Stack(
        RUN / given.clock,
        clock=given.clock,
        replicas=given.replicas,
        public_port=PORT,
        real_twilio=real_twilio,
        info_file=INFO,
        say=print,
    )
    with only_launcher(), stack:
        if not stack.info["base_url"].endswith(f":{PORT}"):
            print(f"Port {PORT} is taken, so this is {stack.info['base_url']}.")
        if greet:
            welcome(stack.info)
        try:
            while True:
                signal.pause()
        except KeyboardInterrupt:
            print("\nStopping ...")
    return 0


def demo(given: Namespace) -> int:
    """Play one day of the demo chain against a stack of its own; the day's exit code is ours."""
    run_dir = RUN / "demo"
    with Stack(run_dir, say=print):
        day = [sys.executable, "-m", "devstack.demo_day", "--stack", str(run_dir / "stack.json")]
        return subprocess.run(day, cwd=ROOT).returncode


def seed(given: Namespace) -> int:
    """Load the demo chain into the stack that is up, again."""
    info = must_run()
    credentials = Credentials(Path(info["logs"]).parent)
    env = {
        **os.environ,
        "SLIPBOARD_MONGO_URI": info["mongo_uri"],
        "SLIPBOARD_AMQP_URI": info["amqp_uri"],
        "SLIPBOARD_DATABASE_PREFIX": info["database_prefix"],
        "SLIPBOARD_CLOCK": info["clock"],
        "SLIPBOARD_SECRET": credentials.secret,
        "SLIPBOARD_DATA_KEYS": credentials.data_keys,
    }
    load_chain(env, credentials.file)
    print("The demo chain is loaded.")
    return 0
