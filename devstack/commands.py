"""The commands behind the `make` targets."""

import argparse
import signal
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import NamedTuple

from devstack import setup
from devstack.processes import NotReady
from devstack.progress import StepFailed

LAYERS = ("unit", "contract", "service", "e2e", "browser", "faults")


class Command(NamedTuple):
    """Where a command is carried out: `module:function`, which takes the arguments given.

    It is imported only then, since outside the virtual environment most cannot be.
    """

    where: str
    what: str
    bare: bool = False  # needs nothing but Python's own library

    def carry_out(self, given: argparse.Namespace) -> int:
        module, function = self.where.split(":")
        obeyed: Callable[[argparse.Namespace], int] = getattr(import_module(module), function)
        return obeyed(given)


COMMANDS = {
    "setup": Command("devstack.setup:setup", "install what is missing", bare=True),
    "demo": Command("devstack.foreground:demo", "play one day of the demo chain"),
    "run": Command("devstack.foreground:run", "the stack in the foreground, until Ctrl-C"),
    "up": Command("devstack.background:up", "the stack in the background"),
    "supervise": Command("devstack.foreground:supervise", "what `up` leaves running"),
    "down": Command("devstack.background:down", "end the stack in the background", bare=True),
    "seed": Command("devstack.foreground:seed", "load the demo chain again"),
    "logs": Command("devstack.background:logs", "follow the logs", bare=True),
    "test": Command("devstack.layers:test", "every layer of tests, or those named"),
    "check": Command("devstack.check:check", "lint, types, import contracts, lock files"),
    "lock": Command("devstack.locks:lock", "requirements/*.in into hashed locks"),
}
HOLDING_A_STACK = ("run", "up", "supervise")


def obey(arguments: Sequence[str]) -> int:
    """Carry out one command, in the virtual environment if it needs that; return its exit code."""
    given = _parser().parse_args(arguments)
    command = COMMANDS[given.command]
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGHUP, _leave)
    try:
        if not command.bare and not setup.in_environment():
            setup.prepare()
            setup.enter_environment(list(arguments))
        return command.carry_out(given)
    except (StepFailed, NotReady) as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _leave(number: int, frame: object) -> None:
    signal.signal(number, signal.SIG_IGN)
    raise SystemExit(128 + number)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="devstack", description="Runs Slipboard on one machine.")
    named = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    parsers = {name: named.add_parser(name, help=it.what) for name, it in COMMANDS.items()}
    parsers["test"].add_argument("layers", nargs="*", choices=[*LAYERS, []], metavar="LAYER")
    for name in HOLDING_A_STACK:
        parsers[name].add_argument("--clock", choices=("real", "sandbox"), default="real")
        parsers[name].add_argument("--replicas", type=int, default=1)
    return parser
