"""A private RabbitMQ node: its own name, ports, data, log-in and port mapper, whoever we are."""

import os
import secrets
import socket
import subprocess
from pathlib import Path

import amqp
from amqp.exceptions import AMQPError

from common.bus.rights import PROCESSES, definitions
from common.log_ins import ADMIN, password_of
from devstack.credentials import write_privately
from devstack.ports import Ports
from devstack.processes import NotReady, Process, until

# Debian's commands in /usr/sbin change to another user and to the system's own node.
SCRIPTS = Path("/usr/lib/rabbitmq/bin")
_SECONDS_TO_START = 90.0


class RabbitMQ:
    """One broker under `directory`; `start` sets it going, `wait_ready` returns when it serves."""

    def __init__(self, directory: Path, ports: Ports) -> None:
        if not (SCRIPTS / "rabbitmq-server").exists():
            raise NotReady(
                "RabbitMQ is not installed: run `make setup` or `apt-get install rabbitmq-server`, "
                "or name a running broker in SLIPBOARD_AMQP_URI."
            )
        self.port = ports["amqp"]
        self._home = directory / "rabbitmq"
        self._home.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._password = self._drawn_password()
        self._env = self._environment(ports)
        self.mapper = Process(
            "epmd",
            ["epmd", "-address", "127.0.0.1", "-port", self._env["ERL_EPMD_PORT"]],
            env=self._env,
            log=directory / "logs" / "epmd.log",
            pids=directory / "pids",
        )
        self.node = Process(
            "rabbitmq",
            [str(SCRIPTS / "rabbitmq-server")],
            env=self._env,
            log=directory / "logs" / "rabbitmq.log",
            pids=directory / "pids",
            grace=30.0,
        )

    def uri(self, vhost: str = "/") -> str:
        """Return the address of one virtual host; without a name that of the default one."""
        return f"pyamqp://{ADMIN}:{self._password}@127.0.0.1:{self.port}/{vhost}"

    @property
    def processes(self) -> list[Process]:
        return [self.mapper, self.node]

    def start(self) -> None:
        self._configure()
        self.mapper.start()
        if not until(lambda: _listens(int(self._env["ERL_EPMD_PORT"])), 10):
            raise NotReady(f"epmd did not start:\n{self.mapper.last_words()}")
        self.node.start()

    def wait_ready(self) -> None:
        """Return when it takes log-ins.

        Raises:
            NotReady: it ended, or took longer than a minute and a half.
        """
        if not until(lambda: not self.node.alive() or self._serves(), _SECONDS_TO_START, 0.1):
            raise NotReady(f"RabbitMQ did not start in time:\n{self.node.last_words()}")
        if not self.node.alive():
            code = self.node.returncode
            raise NotReady(f"RabbitMQ ended with code {code}:\n{self.node.last_words()}")

    def stop(self) -> None:
        """Shut the broker down in order; what is durable is there at the next start."""
        self.node.stop()
        self.mapper.stop()

    def ask_to_stop(self) -> None:
        self.node.ask_to_stop()

    def kill(self) -> None:
        """End the broker as a power cut would, until `start`."""
        self.node.kill()

    def pause(self) -> None:
        """Freeze the broker: connections stay open, nothing answers, until `resume`."""
        self.node.pause()

    def resume(self) -> None:
        self.node.resume()

    def ctl(self, *args: str) -> str:
        """Run `rabbitmqctl` against this node and return what it printed.

        Raises:
            NotReady: it refused; the message is what it said.
        """
        command = [str(SCRIPTS / "rabbitmqctl"), "--node", self._env["RABBITMQ_NODENAME"], *args]
        done = subprocess.run(command, env=self._env, capture_output=True, text=True, timeout=60)
        if done.returncode:
            raise NotReady(f"rabbitmqctl {args[0]}: {done.stderr.strip() or done.stdout.strip()}")
        return done.stdout

    def add_vhost(self, name: str) -> str:
        """Make a virtual host, empty and every process's, and return its address."""
        self.ctl("import_definitions", str(self._log_ins(name)))
        return self.uri(name)

    def _serves(self) -> bool:
        try:
            with amqp.Connection(
                f"127.0.0.1:{self.port}", ADMIN, self._password, connect_timeout=2, read_timeout=2
            ):
                return True
        except (OSError, AMQPError):
            return False

    def _drawn_password(self) -> str:
        file = self._home / "password"
        if not file.exists():
            file.touch(mode=0o600)
            file.write_text(secrets.token_urlsafe(18))
        return file.read_text()

    def _log_ins(self, vhost: str) -> Path:
        """Write down who may do what on *vhost*, for the broker to read, and return where."""
        passwords = {process: password_of(process, self._password) for process in PROCESSES}
        told = definitions(passwords, vhost, admin=(ADMIN, self._password))
        file = self._home / f"log-ins-{vhost.strip('/') or 'default'}.json"
        write_privately(file, told)
        return file

    def _environment(self, ports: Ports) -> dict[str, str]:
        home = str(self._home)
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "LANG": "C.UTF-8",
            "HOME": home,  # where Erlang draws and keeps the cookie
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "ERL_EPMD_PORT": str(ports["epmd"]),
            "RABBITMQ_NODENAME": "slipboard@localhost",
            "RABBITMQ_DIST_PORT": str(ports["erlang"]),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": (
                "-start_epmd false -kernel inet_dist_use_interface {127,0,0,1}"
            ),
            "RABBITMQ_CONF_ENV_FILE": f"{home}/none",
            "RABBITMQ_CONFIG_FILE": f"{home}/rabbitmq.conf",
            "RABBITMQ_ENABLED_PLUGINS_FILE": f"{home}/enabled_plugins",
            "RABBITMQ_MNESIA_BASE": f"{home}/data",
            "RABBITMQ_LOG_BASE": f"{home}/log",
            "RABBITMQ_LOGS": "-",
            # One process instead of a shell around it, so that signals reach the broker itself.
            "RUNNING_UNDER_SYSTEMD": "true",
        }

    def _configure(self) -> None:
        (self._home / "enabled_plugins").write_text("[].\n")
        (self._home / "rabbitmq.conf").write_text(
            f"listeners.tcp.default = 127.0.0.1:{self.port}\n"
            # So there never is a guest.
            f"load_definitions = {self._log_ins('/')}\n"
            "disk_free_limit.absolute = 100MB\n"
            "raft.wal_max_size_bytes = 67108864\n"
            "log.console.level = info\n"
        )


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
